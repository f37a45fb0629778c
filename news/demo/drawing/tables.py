"""People and things at work, and a dombra."""

import math

from news.demo.drawing.canvas import (
    BLUE,
    BRICK,
    BROWN,
    CLOTHES,
    GOLD,
    HAIR,
    NAVY,
    OCHRE,
    PALE,
    SAGE,
    SAND,
    SKIN,
    SKY,
    TEAL,
    TERRACOTTA,
    WHITE,
    WOOD,
    Canvas,
    curve,
    mixed,
)


def round_table():
    c = Canvas(1600, 1067, "#e9d3ab", "#d8ba8b", seed=23)
    for x in range(-400, 2000, 120):
        c.stroke([(x, 0), (x + 400, 1067)], 2, OCHRE, 70)
    x0, y0 = 800, 533
    for x, y in ((130, 150), (1470, 150), (130, 920), (1470, 920)):
        c.soft((x - 120, y - 110, x + 140, y + 150), BROWN, 130, 16)
        c.disc(x, y, 74, TERRACOTTA)
        c.disc(x, y, 62, BROWN)
        for number in range(11):
            angle = number * 2 * math.pi / 11 + x
            tip = (x + 128 * math.cos(angle), y + 128 * math.sin(angle))
            side = (x + 66 * math.cos(angle + 0.3), y + 66 * math.sin(angle + 0.3))
            other = (x + 66 * math.cos(angle - 0.3), y + 66 * math.sin(angle - 0.3))
            c.blob([(x, y), side, tip, other], SAGE if number % 2 else "#5f8a6b")
    c.soft((240, 20, 1360, 1090), BROWN, 120, 40)
    c.disc(x0, y0, 500, BRICK)
    c.ring(x0, y0, 494, 6, GOLD)
    for number in range(36):
        angle = math.radians(10 * number)
        c.horns(x0 + 464 * math.cos(angle), y0 + 464 * math.sin(angle), 21, GOLD, 10 * number + 90)
    c.ring(x0, y0, 432, 5, GOLD)
    for number in range(12):
        angle = math.radians(30 * number + 15)
        cosine, sine = math.cos(angle), math.sin(angle)

        def at(away, aside, cosine=cosine, sine=sine):
            return x0 + away * cosine - aside * sine, y0 + away * sine + aside * cosine

        cloth, hair = CLOTHES[(number * 5) % 8], HAIR[(number * 5 + 1) % 6]
        c.soft((*[v - 74 for v in at(402, 0)], *[v + 74 for v in at(402, 0)]), BROWN, 140, 14)
        seat = [at(372, -66), at(372, 66), at(444, 58), at(456, 0), at(444, -58)]
        c.blob(seat, NAVY)
        for side in (-1, 1):
            c.stroke(
                curve([at(386, 62 * side), at(346, 66 * side), at(318, 34 * side)]),
                25,
                mixed(cloth, NAVY, 0.18),
            )
            c.disc(*at(312, 28 * side), 12, SKIN[number % 4])
        c.blob(
            [at(362, -74), at(350, 0), at(362, 74), at(406, 70), at(418, 0), at(406, -70)], cloth
        )
        c.disc(*at(378, 0), 39, hair)
        c.blob(
            [at(372, -34), at(346, -16), at(342, 0), at(346, 16), at(372, 34), at(364, 0)],
            SKIN[number % 4],
        )
        if number % 3 == 0:
            c.disc(*at(402, 0), 20, mixed(hair, NAVY, 0.25))
    c.soft((490, 240, 1110, 850), BROWN, 120, 16)
    c.disc(x0, y0, 304, "#a06c42")
    c.disc(x0, y0, 298, "#c9935f")
    c.ring(x0, y0, 280, 3, "#a8743f")
    c.disc(x0, y0, 172, "#a06c42")
    c.disc(x0, y0, 166, SKY)
    c.rosette(x0, y0, 150, WHITE, petals=8)
    for number in range(12):
        angle = math.radians(30 * number + 15)
        cosine, sine = math.cos(angle), math.sin(angle)

        def at(away, aside, cosine=cosine, sine=sine):
            return x0 + away * cosine - aside * sine, y0 + away * sine + aside * cosine

        c.polygon([at(208, -24), at(208, 18), at(270, 18), at(270, -24)], WHITE)
        for line in (220, 232, 244, 256):
            c.stroke([at(line, -16), at(line, 10)], 2, "#a9b4b8")
        c.disc(*at(226, 42), 16, WHITE)
        c.disc(*at(226, 42), 11, "#a45a2c")
        c.stroke([at(262, 34), at(228 + 4, 66)], 4, [NAVY, TERRACOTTA, TEAL][number % 3])
        c.disc(*at(304, 26), 12, SKIN[number % 4])
        c.disc(*at(304, -26), 12, SKIN[number % 4])
    return c


def dombra():
    c = Canvas(1067, 1600, "#cf6e45", "#8f3d28", seed=24)
    c.rosette(533, 1060, 440, "#b5573a", petals=12)
    c.rosette(533, 330, 260, "#c4633f", petals=10)
    for left in (0, 987):
        c.box(left, 0, left + 80, 1600, "#7a3122")
        for y in range(56, 1600, 99):
            c.horns(left + 40, y, 32, GOLD, 90 if left == 0 else 270)
    c.box(80, 0, 86, 1600, GOLD)
    c.box(981, 0, 987, 1600, GOLD)
    c.soft((300, 820, 860, 1480), "#4a1c12", 190, 40)
    c.soft((510, 150, 620, 900), "#4a1c12", 150, 24)
    half = [
        (0, 790),
        (34, 812),
        (84, 880),
        (160, 1000),
        (206, 1120),
        (196, 1250),
        (140, 1360),
        (60, 1412),
        (0, 1420),
    ]
    right = curve([(533 + x, y) for x, y in half])
    left = [(1066 - x, y) for x, y in reversed(right)]
    c.gradient((320, 780, 750, 1425), "#e8b063", "#a05c2b", right + left)
    inner = [(533 + (x - 533) * 0.9, 1110 + (y - 1110) * 0.93) for x, y in right + left]
    c.gradient((320, 780, 750, 1425), "#f6cf8d", "#d3914a", inner)
    for offset in range(-150, 151, 30):
        grain = [(533 + offset * 0.35, 880), (533 + offset, 1120), (533 + offset * 0.8, 1330)]
        c.stroke(curve(grain), 2, "#a86a30", 70)
    c.disc(533, 1090, 26, GOLD)
    c.disc(533, 1090, 19, "#3b2016")
    c.horns(533, 1230, 58, BRICK)
    for side in (-1, 1):
        c.horns(533 + side * 108, 1130, 40, BRICK, side * 40)
    c.gradient(
        (505, 250, 561, 960), "#7a4526", "#4f2a18", [(514, 250), (552, 250), (560, 950), (506, 950)]
    )
    y, gap = 316, 56
    while y < 900:
        c.stroke([(511, y), (555, y)], 6, "#e9c687")
        y += gap
        gap *= 0.93
    c.gradient(
        (490, 140, 576, 262),
        "#b26d36",
        "#7a4526",
        curve([(514, 262), (502, 210), (508, 160), (533, 138), (558, 160), (564, 210), (552, 262)]),
    )
    for peg, side in ((186, -1), (222, 1)):
        c.stroke([(533 + side * 20, peg), (533 + side * 74, peg)], 11, BROWN)
        c.oval(533 + side * 84, peg, 18, 13, "#e9c687")
    c.stroke([(440, 1352), (626, 1352)], 4, "#7a4526", 90)
    c.polygon([(480, 1318), (586, 1318), (578, 1336), (488, 1336)], "#5f3219")
    for side in (-1, 1):
        c.stroke([(533 + side * 8, 254), (533 + side * 13, 1318), (533 + side * 4, 1410)], 3, WHITE)
    c.disc(533, 1408, 11, BROWN)
    return c


def microphones():
    c = Canvas(1600, 1067, "#17b3cc", "#0a7f98", seed=26)
    c.soft((200, -200, 1400, 700), "#8fe3ee", 130, 120)
    for row, y in enumerate((110, 290, 470)):
        for x in range(-80, 1700, 200):
            c.horns(x + 100 * (row % 2), y, 62, "#35bdd2")
    for x in (156, 456, 756, 1056, 1356):
        c.soft((x + 10, 470, x + 150, 640), NAVY, 60, 20)
        c.box(x, 430, x + 150, 690, NAVY, radius=26)
        c.box(x + 14, 446, x + 136, 690, BLUE, radius=18)
    c.gradient((0, 640, 1600, 780), "#d9a26b", "#b67c49")
    c.box(0, 636, 1600, 644, "#efc491")
    c.gradient((0, 772, 1600, 1067), "#8f5c38", "#5f3a26")
    c.box(0, 772, 1600, 784, BROWN)
    c.frieze(0, 1600, 910, 54, OCHRE, 190)
    c.box(0, 830, 1600, 834, OCHRE, 190)
    c.box(0, 988, 1600, 992, OCHRE, 190)
    for number in range(5):
        x = 96 + number * 300
        c.soft((x - 20, 700, x + 190, 750), BROWN, 140, 10)
        c.oval(x, 714, 62, 19, "#1b2233")
        c.oval(x, 709, 62, 19, "#2e3a52")
        neck = curve([(x, 706), (x - 6, 600), (x + 30, 520), (x + 84, 486)])
        c.stroke(neck, 11, "#1b2233")
        c.stroke([(px - 2, py) for px, py in neck], 3, "#6b7a94")
        c.stroke([(x + 74, 492), (x + 128, 462)], 40, "#1b2233")
        c.stroke([(x + 102, 477), (x + 128, 462)], 40, "#39445e")
        for part in range(3):
            c.stroke(
                [(x + 106 + part * 9, 458 + 3 - part * 5), (x + 120 + part * 9, 490 - part * 5)],
                2,
                "#8090ab",
            )
        c.disc(x, 706, 5, TERRACOTTA)
        c.polygon([(x + 84, 742), (x + 94, 668), (x + 194, 668), (x + 204, 742)], WHITE)
        c.polygon([(x + 84, 742), (x + 204, 742), (x + 206, 752), (x + 82, 752)], SAND)
        c.sun(x + 144, 706, 12, GOLD, 16)
        glass = [(x + 222, 622), (x + 270, 622), (x + 264, 740), (x + 228, 740)]
        c.polygon(glass, WHITE, 110)
        c.polygon([(x + 224, 658), (x + 268, 658), (x + 264, 740), (x + 228, 740)], PALE, 190)
        c.stroke([(x + 232, 630), (x + 236, 732)], 4, WHITE)
        c.oval(x + 246, 622, 24, 5, WHITE, 200)
    return c


def youth_board():
    c = Canvas(1600, 1067, "#f7ecd6", "#ead5b0", seed=27)
    c.soft((1000, 0, 1700, 700), WHITE, 200, 80)
    c.box(1330, 110, 1560, 560, WHITE, radius=8)
    c.gradient((1346, 126, 1544, 544), "#7fd0de", "#e5f4ee")
    c.polygon(
        [(1346, 544), (1346, 470), (1420, 400), (1500, 480), (1544, 440), (1544, 544)], "#86b3a4"
    )
    c.box(1440, 126, 1450, 544, WHITE)
    c.soft((150, 90, 1180, 660), BROWN, 90, 26)
    c.box(150, 90, 1150, 610, WOOD, radius=12)
    c.gradient((168, 108, 1132, 592), "#fffdf8", "#f1ece0")
    fills = [SKY, GOLD, TERRACOTTA, "#8fcfc3", "#f3d492", PALE, "#e7a283"]
    for column in range(3):
        c.box(
            204 + column * 310, 136, 440 + column * 310, 158, [TEAL, BRICK, NAVY][column], radius=10
        )
        for row in range(4):
            for place in range(3 if (column + row) % 3 else 2):
                x = 200 + column * 310 + place * 86 + c.random.uniform(-4, 4)
                y = 180 + row * 100 + c.random.uniform(-5, 5)
                tilt = c.random.uniform(-5, 5)
                note = [
                    (x, y + tilt),
                    (x + 74, y - tilt),
                    (x + 74 + tilt, y + 76 - tilt),
                    (x + tilt, y + 76 + tilt),
                ]
                c.polygon([(a + 4, b + 6) for a, b in note], BROWN, 40)
                c.polygon(note, c.random.choice(fills))
                for line in range(3):
                    wide = c.random.uniform(30, 54)
                    c.stroke(
                        [(x + 11, y + 22 + line * 17), (x + 11 + wide, y + 22 + line * 17)],
                        4,
                        NAVY,
                        120,
                    )
    c.stroke(curve([(420, 420), (500, 380), (560, 410)]), 4, TERRACOTTA)
    c.stroke(curve([(740, 300), (800, 270), (850, 300)]), 4, TERRACOTTA)
    c.gradient((0, 780, 1600, 1067), "#cf9c68", "#a06c42")
    c.box(1376, 640, 1500, 786, TERRACOTTA, radius=12)
    c.horns(1438, 720, 34, GOLD)
    for angle in range(-70, 71, 20):
        away = math.radians(angle - 90)
        tip = (1438 + 190 * math.cos(away), 640 + 190 * math.sin(away))
        bend = (1438 + 90 * math.cos(away) - 12, 640 + 110 * math.sin(away))
        c.blob(
            [(1432, 644), bend, tip, (bend[0] + 34, bend[1] + 8)], SAGE if angle % 40 else "#5f8a6b"
        )
    c.standing(1240, 836, 520, TEAL, HAIR[0], skirt=False, trousers="#39435c")
    c.stroke(curve([(1180, 444), (1120, 420), (1068, 366)]), 32, mixed(TEAL, NAVY, 0.18))
    c.disc(1062, 358, 19, SKIN[0])
    c.stroke([(1062, 354), (1030, 318)], 8, TERRACOTTA)
    for row, spots in ((0, (210, 400, 600, 800, 990)), (1, (90, 320, 560, 810, 1060, 1330, 1540))):
        for number, x in enumerate(spots):
            size = 44 + row * 18
            y = 716 + row * 140
            hood = [TERRACOTTA, NAVY, GOLD, SKY, BRICK, "#8fcfc3", BLUE][(number * 2 + row) % 7]
            c.back(
                x,
                y + (number % 3) * 10,
                size,
                HAIR[(number + row * 2) % 6],
                hood,
                number % 2 == row,
            )
            c.box(
                x - size * 1.5,
                y + size * 3.3,
                x + size * 1.5,
                y + size * 7,
                mixed(NAVY, BLUE, 0.3),
                radius=18,
            )
    return c
