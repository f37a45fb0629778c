"""A hall, a lectern and dancers."""

from news.demo.drawing.canvas import (
    BRICK,
    BROWN,
    CLOTHES,
    GOLD,
    HAIR,
    NAVY,
    OCHRE,
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


def lectern(c, x, top, size):
    """A wooden lectern with two microphones; `x` is its middle."""
    bottom = top + 250 * size
    for side in (-1, 1):
        neck = [(x + side * 26 * size, top), (x + side * 34 * size, top - 44 * size)]
        neck += [(x + side * 14 * size, top - 84 * size)]
        c.stroke(curve(neck), 5 * size, NAVY)
        c.oval(x + side * 12 * size, top - 88 * size, 10 * size, 15 * size, "#1b2233")
    front = [(x - 92 * size, top + 14 * size), (x + 92 * size, top + 14 * size)]
    front += [(x + 74 * size, bottom), (x - 74 * size, bottom)]
    c.gradient((x - 92 * size, top, x + 92 * size, bottom), WOOD, "#8a5a36", front)
    c.polygon(
        [
            (x - 110 * size, top - 8 * size),
            (x + 110 * size, top - 8 * size),
            (x + 96 * size, top + 24 * size),
            (x - 96 * size, top + 24 * size),
        ],
        mixed(WOOD, WHITE, 0.25),
    )
    c.box(x - 84 * size, bottom - 14 * size, x + 84 * size, bottom, BROWN)
    c.ring(x, top + 128 * size, 56 * size, 4 * size, GOLD)
    c.horns(x, top + 132 * size, 34 * size, GOLD)


def hall_session():
    c = Canvas(1600, 1067, "#1c3358", "#29518a", seed=21)
    c.gradient((0, 0, 1600, 620), "#16294a", "#2e5c8f")
    for x in range(0, 1600, 50):
        c.box(x, 0, x + 4, 600, NAVY, 90)
    c.frieze(0, 1600, 50, 26, OCHRE, 150)
    c.box(0, 88, 1600, 92, OCHRE, 150)
    c.soft((250, 40, 1350, 700), SKY, 120, 90)
    c.box(388, 116, 1212, 506, "#0e1f3b", radius=10)
    c.gradient((400, 128, 1200, 494), "#1cc0da", "#068fae")
    c.sun(800, 280, 74, GOLD, 28)
    wing = [
        (560, 372),
        (660, 404),
        (740, 410),
        (800, 428),
        (860, 410),
        (940, 404),
        (1040, 372),
        (960, 440),
        (860, 450),
        (800, 470),
        (740, 450),
        (640, 440),
    ]
    c.blob(wing, GOLD)
    for y in range(156, 480, 46):
        c.horns(432, y, 16, GOLD)
        c.horns(1168, y, 16, GOLD)
    c.flag(246, 200, 610)
    c.flag(1264, 200, 610)
    c.gradient((0, 590, 1600, 690), "#c08a58", "#8a5a36")
    c.gradient((0, 650, 1600, 700), "#6d442c", "#4f3025")
    c.frieze(0, 1600, 674, 15, OCHRE, 200)
    for number, x in enumerate((760, 860, 960, 1060)):
        c.back(x, 522, 19, HAIR[number], CLOTHES[(number * 3) % 8], number % 2)
        c.oval(x, 526, 13, 16, SKIN[number % 4])
    c.gradient((700, 556, 1120, 662), WHITE, SAND)
    c.frieze(712, 1108, 612, 20, TEAL)
    c.box(690, 548, 1130, 560, TEAL)
    for x in (760, 860, 960, 1060):
        c.stroke([(x + 22, 548), (x + 12, 520)], 3, NAVY)
    c.back(520, 484, 20, HAIR[0], NAVY)
    c.oval(520, 489, 14, 17, SKIN[0])
    lectern(c, 520, 540, 0.42)
    for x in (240, 620, 980, 1360):
        c.polygon([(x - 14, 0), (x + 14, 0), (x + 150, 640), (x - 150, 640)], "#fff4d0", 22)
        c.box(x - 16, 0, x + 16, 22, "#0e1f3b", radius=4)
    for row in range(5):
        size = 24 + row * 9
        y = 736 + row * 72
        dark = 0.1 + row * 0.1
        step = size * 3.7
        x = -step * (0.5 if row % 2 else 0.1)
        while x < 1640:
            c.box(
                x - size * 1.55,
                y + size * 1.3,
                x + size * 1.55,
                y + size * 6,
                mixed("#8f3d2b", NAVY, dark),
                radius=size * 0.4,
            )
            if c.random.random() < 0.9:
                c.back(
                    x,
                    y + c.random.uniform(-4, 4),
                    size,
                    mixed(c.random.choice(HAIR), NAVY, dark),
                    mixed(c.random.choice([*CLOTHES, SAND, SAGE]), NAVY, dark),
                    c.random.random() < 0.42,
                )
            c.box(
                x - size * 1.5,
                y + size * 2.9,
                x + size * 1.5,
                y + size * 6,
                mixed("#a8492f", NAVY, dark),
                radius=size * 0.4,
            )
            x += step
    return c


def podium():
    c = Canvas(1067, 1600, "#f6ead2", "#e2cda6", seed=22)
    for x in range(0, 1067, 97):
        c.box(x, 0, x + 3, 1260, OCHRE, 60)
    c.rosette(533, 470, 330, "#e4c88f", petals=12)
    c.frieze(0, 1067, 70, 34, TEAL)
    c.box(0, 112, 1067, 118, TEAL)
    c.gradient((0, 1260, 1067, 1600), "#b98352", "#7c4f33")
    for row in range(6):
        y = 1262 + row * row * 14
        c.stroke([(0, y), (1067, y)], 3, BROWN, 90)
    for x in (80, 236, 744, 900):
        c.soft((x - 60, 1290, x + 110, 1330), BROWN, 130, 14)
        c.box(x - 40, 1290, x + 40, 1312, OCHRE, radius=8)
        c.flag(x, 250, 1300, 122)
    c.soft((250, 1390, 830, 1500), BROWN, 170, 30)
    lectern(c, 533, 850, 2.35)
    c.polygon([(430, 838), (540, 828), (650, 838), (636, 866), (540, 858), (446, 866)], WHITE)
    c.gradient(
        (700, 790, 750, 858), "#eefafa", "#9cd3dc", [(704, 780), (748, 780), (742, 852), (710, 852)]
    )
    return c


def dancer(c, x, ground, size, fill, lift):
    """A dancer in a flared dress and a tall headdress."""

    def at(a, b):
        return x + a * size, ground - b * size

    c.soft((x - 120 * size, ground - 14, x + 120 * size, ground + 20), "#0b1730", 190, 12)
    skirt = [
        at(-22, 232),
        at(-54, 150),
        at(-104, 50),
        at(-128, 6),
        at(-60, -6),
        at(0, 2),
        at(60, -6),
        at(128, 6),
        at(104, 50),
        at(54, 150),
        at(22, 232),
    ]
    c.gradient((*at(-140, 240), *at(140, -10)), fill, mixed(fill, BRICK, 0.3), curve(skirt))
    for level, half in ((34, 112), (92, 82)):
        c.stroke(curve([at(-half, level), at(0, level - 14), at(half, level)]), 8 * size, GOLD)
    for part in (-0.6, -0.2, 0.2, 0.6):
        c.stroke(
            curve([at(part * 30, 220), at(part * 90, 110), at(part * 150, 12)]), 3 * size, NAVY, 50
        )
    for side in (-1, 1):
        high = lift if side > 0 else 1 - lift
        hand = at(side * (112 - 26 * high), 300 + 95 * high)
        c.stroke(
            curve([at(side * 24, 322), at(side * 74, 306 + 20 * high), hand]), 21 * size, WHITE
        )
        c.disc(*hand, 11 * size, SKIN[0])
    c.blob(
        [at(-34, 336), at(34, 336), at(27, 260), at(25, 226), at(-25, 226), at(-27, 260)],
        BRICK if fill != TERRACOTTA else NAVY,
    )
    c.frieze(x - 22 * size, x + 22 * size, ground - 240 * size, 10 * size, GOLD)
    c.horns(*at(0, 300), 17 * size, GOLD)
    c.box(*at(-9, 372), *at(9, 330), mixed(SKIN[0], BRICK, 0.2))
    for side in (-1, 1):
        c.stroke(
            curve([at(side * 22, 392), at(side * 34, 330), at(side * 26, 250)]), 9 * size, HAIR[0]
        )
    c.oval(*at(0, 388), 26 * size, 30 * size, SKIN[0])
    c.polygon([at(-30, 398), at(30, 398), at(15, 492), at(0, 506), at(-15, 492)], fill)
    c.polygon([at(-32, 412), at(32, 412), at(33, 394), at(-33, 394)], GOLD)
    c.horns(*at(0, 448), 15 * size, GOLD)
    c.stroke(curve([at(0, 504), at(-7, 528), at(3, 546)]), 8 * size, WHITE)


def dancers():
    c = Canvas(1600, 1067, "#0e1d3a", "#1f4677", seed=25)
    c.soft((330, -60, 1270, 880), "#2c8fb5", 170, 100)
    c.rosette(800, 420, 395, GOLD, petals=12)
    c.gradient((0, 800, 1600, 1067), "#23507f", "#0d1c38")
    for row in range(5):
        y = 806 + row * row * 14
        c.stroke([(0, y), (1600, y)], 3, SKY, 40)
    for x, lean in ((130, 260), (480, 120), (1120, -120), (1470, -260)):
        c.polygon(
            [(x - 12, 0), (x + 12, 0), (x + lean + 190, 930), (x + lean - 190, 930)], "#fff2c8", 20
        )
    for side in (0, 1):
        for fold in range(4):
            x = fold * 46 if side == 0 else 1600 - (fold + 1) * 46
            c.gradient(
                (x, 0, x + 46, 1067),
                BRICK,
                "#4c1d1a",
                curve([(x, 0), (x + 46, 0)])
                + curve([(x + 46 - fold * 4, 1040), (x + 20, 1060), (x, 1034)]),
            )
            c.box(x, 0, x + 8, 1040, NAVY, 70)
    c.gradient((0, 0, 1600, 66), "#5d211b", BRICK)
    c.frieze(0, 1600, 32, 26, GOLD)
    for x, ground, size, fill, lift in (
        (330, 900, 1.0, TERRACOTTA, 0.9),
        (1270, 900, 1.0, TERRACOTTA, 0.1),
        (560, 936, 1.13, SKY, 0.75),
        (1040, 936, 1.13, SKY, 0.25),
        (800, 976, 1.3, "#f6ead3", 0.5),
    ):
        dancer(c, x, ground, size, fill, lift)
    for _ in range(70):
        c.disc(
            c.random.uniform(220, 1380),
            c.random.uniform(80, 900),
            c.random.uniform(2, 5),
            GOLD,
            170,
        )
    return c
