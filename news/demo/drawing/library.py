"""The library: books, arches and an exhibition."""

from news.demo.drawing.canvas import (
    BLUE,
    BRICK,
    BROWN,
    GOLD,
    HAIR,
    NAVY,
    OCHRE,
    PALE,
    SAGE,
    SAND,
    SKY,
    TEAL,
    TERRACOTTA,
    WHITE,
    WOOD,
    Canvas,
    curve,
    mixed,
)

SPINES = [NAVY, TEAL, TERRACOTTA, BRICK, OCHRE, "#7d9f7a", "#e6cfa4", BLUE, "#48526b"]


def shelf(c, left, right, top, bottom, rows, dark=0.0):
    """A bookcase filled to its height."""
    c.box(left, top, right, bottom, mixed(BROWN, NAVY, 0.25 + dark / 2))
    step = (bottom - top) / rows
    for row in range(rows):
        floor = top + step * (row + 1) - 8
        x = left + 5
        while x < right - 10:
            wide = min(c.random.uniform(0.1, 0.2) * step, right - 5 - x)
            tall = step * c.random.uniform(0.6, 0.86)
            spine = mixed(c.random.choice(SPINES), NAVY, dark)
            c.box(x, floor - tall, x + wide - 1.5, floor, spine)
            if c.random.random() < 0.5:
                c.box(x, floor - tall * 0.8, x + wide - 1.5, floor - tall * 0.72, GOLD, 190)
            x += wide
            if c.random.random() < 0.05:
                x += wide * 1.4
        c.box(left, floor, right, floor + 8, mixed(WOOD, NAVY, dark))


def library_arches():
    c = Canvas(1067, 1600, "#f7ead0", "#e3c793", seed=41)
    c.gradient((0, 1180, 1067, 1600), "#d7b27c", "#a0714a")
    for x in range(-1400, 2500, 150):
        c.stroke([(533 + (x - 533) * 0.18, 1190), (x, 1600)], 2, BROWN, 60)
    for y in (1204, 1232, 1280, 1360, 1480):
        c.stroke([(0, y), (1067, y)], 2, BROWN, 60)
    layers = [
        (0, 1067, 60, 1600),
        (140, 927, 250, 1440),
        (250, 817, 420, 1320),
        (335, 732, 560, 1240),
    ]
    for number, (left, right, top, bottom) in enumerate(layers):
        light = 0.34 - number * 0.1
        wall = mixed("#f3dfb8", BROWN, light)
        if number:
            c.arch(left - 40, top - 46, right + 40, bottom, mixed("#fdf3de", BROWN, light * 0.7))
        c.arch(left, top, right, bottom, wall)
        inner = layers[number + 1] if number < 3 else None
        if inner:
            edge = inner[0] - 40
            base = bottom - (10 if number else 160)
            start = top + (bottom - top) * 0.36
            shelf(c, left + 6, edge - 4, start, base, 7 - number, 0.3 - number * 0.09)
            shelf(c, 1067 - edge + 4, right - 6, start, base, 7 - number, 0.3 - number * 0.09)
    c.arch(335, 560, 732, 1240, "#fdf6e4")
    c.arch(385, 640, 682, 1120, SKY)
    c.gradient((385, 790, 682, 1120), "#2fbdd2", "#f6efd6")
    c.polygon(
        [(385, 1120), (385, 1030), (450, 950), (520, 1040), (600, 960), (682, 1040), (682, 1120)],
        "#7fb2a8",
    )
    c.stroke([(533, 640), (533, 1120)], 8, WHITE)
    for y in (790, 950):
        c.stroke([(385, y), (682, y)], 7, WHITE)
    c.soft((330, 560, 740, 1300), "#fff6dc", 90, 60)
    c.polygon([(400, 1190), (667, 1190), (980, 1600), (87, 1600)], BRICK)
    c.polygon([(418, 1190), (649, 1190), (930, 1600), (137, 1600)], TERRACOTTA)
    for level, y in enumerate((1225, 1275, 1345, 1440, 1555)):
        size = 16 + level * 9
        for side in (-1, 1):
            c.horns(533 + side * (92 + level * 48), y, size, GOLD)
    for x in (195, 872):
        c.stroke([(x, 0), (x, 330)], 4, NAVY)
        c.soft((x - 130, 290, x + 130, 520), "#fff0c0", 150, 40)
        c.polygon([(x - 54, 400), (x - 26, 330), (x + 26, 330), (x + 54, 400)], GOLD)
        c.oval(x, 400, 54, 12, "#fff2cc")
    c.standing(533, 1400, 400, TEAL, HAIR[0], skirt=True)
    c.box(560, 1178, 622, 1222, BRICK, radius=4)
    c.box(564, 1174, 618, 1182, WHITE)
    c.frieze(0, 1067, 34, 22, OCHRE)
    return c


def stack(c, x, floor, books):
    """Books lying on one another; each is (width, thickness, colour, shift)."""
    for wide, thick, fill, shift in books:
        left = x + shift
        c.box(left, floor - thick, left + wide, floor, fill, radius=6)
        c.box(left + wide - 14, floor - thick + 6, left + wide, floor - 6, WHITE)
        c.box(left + 26, floor - thick, left + 34, floor, GOLD, 220)
        c.box(
            left + wide * 0.3,
            floor - thick * 0.62,
            left + wide * 0.62,
            floor - thick * 0.38,
            mixed(fill, WHITE, 0.5),
            radius=3,
        )
        floor -= thick
    return floor


def books_languages():
    c = Canvas(1600, 1067, "#f4e6c8", "#e8cf9f", seed=42)
    for x in range(40, 1600, 130):
        for y in range(60, 760, 130):
            c.horns(x, y, 24, "#ecd7ac")
    c.soft((430, 40, 1240, 740), WHITE, 170, 50)
    c.box(480, 70, 1180, 690, WHITE, radius=10)
    c.gradient((504, 94, 1156, 666), "#3bbcd2", "#fae7c0")
    c.disc(960, 330, 60, "#fdd98c")
    c.polygon(
        [
            (504, 666),
            (504, 520),
            (640, 400),
            (760, 520),
            (900, 390),
            (1040, 520),
            (1156, 430),
            (1156, 666),
        ],
        "#7fb0bd",
    )
    c.polygon([(504, 666), (504, 600), (700, 540), (920, 610), (1156, 550), (1156, 666)], SAGE)
    c.box(822, 94, 838, 666, WHITE)
    c.box(504, 350, 1156, 362, WHITE)
    c.box(450, 684, 1210, 712, SAND, radius=6)
    for side in (0, 1):
        edge = 440 if side == 0 else 1220
        inner = 570 if side == 0 else 1090
        sway = [
            (edge, 40),
            (inner, 40),
            ((inner + edge) / 2 + (30 if side == 0 else -30), 420),
            (inner, 700),
            (edge, 700),
        ]
        c.gradient(
            (min(edge, inner) - 10, 40, max(edge, inner) + 10, 700),
            TERRACOTTA,
            BRICK,
            curve(sway[1:4]) + [sway[4], sway[0]],
        )
    c.box(410, 28, 1250, 44, BROWN, radius=8)
    c.gradient((0, 770, 1600, 1067), "#c58f5c", "#8f5f3a")
    c.box(0, 764, 1600, 776, "#e0b27f")
    for y in (830, 900, 985):
        c.stroke(curve([(0, y), (500, y + 8), (1100, y - 6), (1600, y + 6)]), 3, BROWN, 60)
    c.soft((120, 830, 560, 910), BROWN, 170, 16)
    floor = stack(
        c,
        140,
        880,
        [
            (390, 66, NAVY, 0),
            (350, 56, TERRACOTTA, 24),
            (370, 70, TEAL, 6),
            (310, 48, GOLD, 40),
            (330, 60, BRICK, 20),
            (280, 44, "#8fb3a0", 50),
        ],
    )
    c.gradient(
        (250, floor - 90, 370, floor),
        SKY,
        TEAL,
        curve([(252, floor - 86), (268, floor - 20), (290, floor)])
        + curve([(334, floor), (356, floor - 20), (372, floor - 86)]),
    )
    c.oval(312, floor - 86, 60, 13, WHITE)
    c.oval(312, floor - 84, 50, 9, "#9a5a2f")
    c.frieze(272, 352, floor - 48, 13, WHITE)
    for puff in (-16, 14):
        c.stroke(
            curve(
                [
                    (312 + puff, floor - 104),
                    (322 + puff, floor - 130),
                    (306 + puff, floor - 158),
                    (318 + puff, floor - 184),
                ]
            ),
            5,
            WHITE,
            150,
        )
    c.soft((1130, 830, 1520, 900), BROWN, 170, 16)
    stack(c, 1150, 870, [(350, 60, BRICK, 0), (300, 70, BLUE, 26), (320, 50, OCHRE, 4)])
    for number, (x, tall, fill, lean) in enumerate(
        (
            (1176, 232, TEAL, 0),
            (1228, 260, TERRACOTTA, 0),
            (1284, 214, NAVY, 0),
            (1330, 246, GOLD, 0),
            (1386, 226, "#8fb3a0", 46),
        )
    ):
        c.polygon(
            [(x, 690), (x + 46, 690), (x + 46 + lean, 690 - tall), (x + lean, 690 - tall)], fill
        )
        c.polygon(
            [
                (x + lean * 0.8, 690 - tall * 0.8),
                (x + 46 + lean * 0.8, 690 - tall * 0.8),
                (x + 46 + lean * 0.74, 690 - tall * 0.74),
                (x + lean * 0.74, 690 - tall * 0.74),
            ],
            WHITE,
        )
        c.horns(x + 23 + lean * 0.4, 690 - tall * 0.4, 13, WHITE if number != 3 else NAVY)
    c.soft((590, 900, 1110, 1000), BROWN, 160, 18)
    c.polygon([(580, 978), (628, 838), (1072, 838), (1120, 978)], BRICK)
    for side in (-1, 1):
        page = [(850, 846), (850 + side * 90, 822), (850 + side * 212, 838)]
        low = [(850 + side * 254, 966), (850 + side * 110, 946), (850, 974)]
        c.gradient((580, 820, 1120, 980), "#fffdf7", "#e9dec6", curve(page) + curve(low))
        for line in range(6):
            y = 858 + line * 18
            reach = 196 + line * 6
            c.stroke(
                curve(
                    [
                        (850 + side * 26, y),
                        (850 + side * 100, y - 13),
                        (850 + side * (reach if line % 3 else reach - 50), y - 4),
                    ]
                ),
                4,
                NAVY,
                110,
            )
    c.stroke([(850, 846), (850, 974)], 5, "#c9b48c")
    c.stroke([(930, 1010), (1150, 940)], 15, GOLD)
    c.polygon([(930, 1002), (934, 1018), (900, 1020)], SAND)
    return c


def frame(c, left, top, right, bottom, wood):
    c.soft((left - 4, top + 10, right + 20, bottom + 26), BROWN, 110, 12)
    c.box(left, top, right, bottom, wood)
    c.box(left + 14, top + 14, right - 14, bottom - 14, WHITE)
    return left + 34, top + 34, right - 34, bottom - 34


def exhibition_wall():
    c = Canvas(1600, 1067, "#e8f0ea", "#d3e2de", seed=43)
    c.gradient((0, 0, 1600, 90), "#23344f", "#31486a")
    c.box(0, 90, 1600, 98, NAVY)
    inside = frame(c, 80, 210, 380, 600, OCHRE)
    c.gradient(inside, TERRACOTTA, BRICK)
    c.rosette(230, 405, 100, GOLD, petals=8)
    inside = frame(c, 460, 240, 830, 520, BROWN)
    c.gradient(inside, "#38bcd3", "#fbe3b4")
    c.disc(710, 350, 32, GOLD)
    c.polygon(
        [(494, 486), (494, 430), (570, 370), (650, 440), (720, 390), (796, 450), (796, 486)], BLUE
    )
    c.polygon([(494, 486), (494, 464), (640, 446), (796, 470), (796, 486)], SAGE)
    inside = frame(c, 910, 180, 1180, 560, NAVY)
    c.gradient(inside, "#f7e3b8", "#eac37d")
    c.blob([(1045, 300), (1082, 390), (1100, 450), (1045, 500), (990, 450), (1008, 390)], WOOD)
    c.box(1039, 226, 1051, 420, BROWN)
    c.disc(1045, 440, 12, BROWN)
    inside = frame(c, 1260, 230, 1520, 540, OCHRE)
    c.gradient(inside, NAVY, BLUE)
    for x in (1340, 1390, 1440):
        c.polygon(
            [(x - 30, 480), (x - 8, 400), (x + 8, 400), (x + 30, 480)],
            [SKY, GOLD, TERRACOTTA][(x - 1340) // 50],
        )
        c.disc(x, 388, 12, WHITE)
        c.polygon(
            [(x - 12, 380), (x, 330), (x + 12, 380)], [SKY, GOLD, TERRACOTTA][(x - 1340) // 50]
        )
    for left, right, y in ((150, 310, 636), (560, 730, 556), (970, 1120, 596), (1320, 1460, 576)):
        c.box(left, y, right, y + 34, WHITE, radius=4)
        c.stroke([(left + 14, y + 12), (right - 30, y + 12)], 4, "#9fb0b8")
        c.stroke([(left + 14, y + 23), (right - 60, y + 23)], 4, "#9fb0b8")
    for x in (230, 645, 1045, 1390):
        c.polygon([(x - 10, 96), (x + 10, 96), (x + 230, 720), (x - 230, 720)], "#fff6d8", 58)
        c.box(x - 14, 84, x + 14, 124, "#0e1a30", radius=6)
    c.box(0, 742, 1600, 768, WHITE)
    c.gradient((0, 768, 1600, 1067), "#d6a772", "#a3703f")
    for x in range(-1600, 3200, 210):
        c.stroke([(800 + (x - 800) * 0.5, 768), (x, 1067)], 2, BROWN, 70)
    for y in (806, 868, 956):
        c.stroke([(0, y), (1600, y)], 2, BROWN, 50)
    c.soft((930, 886, 1300, 940), BROWN, 130, 12)
    c.box(960, 826, 1270, 858, BRICK, radius=8)
    for x in (990, 1220):
        c.box(x, 856, x + 16, 918, NAVY)
    c.standing(300, 1000, 450, NAVY, HAIR[0], bag=OCHRE)
    c.standing(560, 1016, 430, TERRACOTTA, HAIR[3], skirt=True)
    c.standing(690, 1020, 300, SKY, HAIR[1], trousers="#48526b")
    c.standing(1420, 1010, 440, "#3f6d74", HAIR[4], trousers="#39435c")
    return c


def pendant(c, x, y, size, silver, stone):
    c.stroke([(x, y), (x, y + size * 1.4)], 4, silver)
    c.polygon(
        [
            (x - size * 0.5, y + size * 2.6),
            (x, y + size * 1.2),
            (x + size * 0.5, y + size * 2.6),
            (x, y + size * 3),
        ],
        silver,
    )
    c.disc(x, y + size * 2.3, size * 0.22, stone)


def exhibition_case():
    c = Canvas(1600, 1067, "#1a3157", "#0e1d3a", seed=44)
    c.frieze(0, 1600, 60, 30, "#24416e")
    c.soft((260, 60, 1340, 1000), "#3569a3", 150, 120)
    c.gradient((0, 900, 1600, 1067), "#b98352", "#74492f")
    c.box(0, 892, 1600, 904, "#dba876")
    c.frieze(0, 1600, 986, 30, GOLD, 160)
    silver, bright, dim = "#cfd8dc", "#f3f7f7", "#8fa0aa"
    c.soft((330, 830, 810, 900), "#060e20", 200, 16)
    c.gradient(
        (330, 150, 810, 870),
        "#f1e3c5",
        "#d8c196",
        [
            (470, 150),
            (670, 150),
            (700, 250),
            (810, 330),
            (790, 870),
            (350, 870),
            (330, 330),
            (440, 250),
        ],
    )
    c.stroke(curve([(452, 250), (470, 420), (570, 470), (670, 420), (688, 250)]), 14, dim)
    c.stroke(curve([(452, 247), (470, 415), (570, 465), (670, 415), (688, 247)]), 8, bright)
    plate = [(440, 470), (700, 470), (740, 560), (700, 660), (570, 720), (440, 660), (400, 560)]
    c.polygon([(x + 6, y + 10) for x, y in plate], BROWN, 110)
    c.gradient((400, 470, 740, 720), bright, "#aebbc2", plate)
    c.polygon([(570 + (x - 570) * 0.88, 582 + (y - 582) * 0.86) for x, y in plate], dim)
    c.gradient(
        (415, 480, 725, 705),
        silver,
        "#9eadb5",
        [(570 + (x - 570) * 0.85, 582 + (y - 582) * 0.83) for x, y in plate],
    )
    c.disc(570, 570, 46, dim)
    c.disc(570, 570, 40, BRICK)
    c.oval(558, 556, 12, 8, "#e59a7a")
    for x, y in ((470, 530), (670, 530), (480, 626), (660, 626), (570, 668)):
        c.disc(x, y, 20, dim)
        c.disc(x, y, 16, BRICK)
        c.disc(x - 5, y - 5, 5, "#e59a7a")
    for side in (-1, 1):
        c.horns(570 + side * 98, 580, 34, bright, side * 90)
    for x, y in (
        (430, 654),
        (476, 678),
        (523, 700),
        (570, 720),
        (617, 700),
        (664, 678),
        (710, 654),
    ):
        pendant(c, x, y, 30, silver, BRICK)
    c.soft((900, 470, 1400, 560), "#060e20", 210, 18)
    c.gradient(
        (880, 470, 1420, 540),
        "#f1e3c5",
        "#cdb487",
        [(920, 440), (1380, 440), (1420, 530), (880, 530)],
    )
    c.box(880, 528, 1420, 552, "#a98f62")
    for x in (1030, 1270):
        for y in (430, 396, 362):
            c.oval(x, y, 84, 30, dim)
            c.oval(x, y - 5, 84, 30, silver)
            c.oval(x, y - 9, 66, 19, "#1a3157")
        c.oval(x, 392, 22, 26, dim)
        c.oval(x, 392, 17, 21, BRICK)
        c.disc(x - 5, 385, 5, "#e59a7a")
        for side in (-1, 1):
            c.horns(x + side * 50, 392, 15, dim, side * 90)
    c.soft((990, 830, 1330, 900), "#060e20", 200, 14)
    c.gradient(
        (980, 600, 1320, 870),
        "#f1e3c5",
        "#d0b889",
        [(1020, 600), (1280, 600), (1330, 870), (970, 870)],
    )
    c.disc(1154, 738, 110, BROWN, 110)
    c.disc(1150, 730, 108, silver)
    c.disc(1150, 730, 100, dim)
    c.disc(1150, 730, 95, silver)
    c.rosette(1150, 730, 88, "#5f727d", petals=8)
    c.disc(1150, 730, 30, dim)
    c.disc(1150, 730, 25, BRICK)
    c.disc(1142, 721, 8, "#e59a7a")
    for left in (60, 1490):
        c.box(left, 100, left + 8, 892, PALE, 120)
    c.box(60, 100, 1498, 108, PALE, 120)
    for x, wide in ((140, 120), (300, 30), (1180, 170)):
        c.polygon(
            [(x + 260, 108), (x + 260 + wide, 108), (x + wide - 60, 892), (x - 60, 892)], WHITE, 20
        )
    return c
