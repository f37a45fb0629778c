"""The steppe in autumn and in winter."""

import math

from news.demo.drawing.canvas import (
    BLUE,
    BRICK,
    BROWN,
    GOLD,
    NAVY,
    OCHRE,
    SAND,
    SKY,
    TERRACOTTA,
    WHITE,
    Canvas,
    curve,
    mixed,
)


def ridge(canvas, points, top, bottom, floor):
    """A mountain range: straight faces, lit from the left."""
    outline = [(0, floor), *points, (canvas.width, floor)]
    upper = min(y for _, y in points)
    canvas.gradient((0, upper, canvas.width, floor), top, bottom, outline)


def steppe_yurt():
    c = Canvas(1600, 1067, "#1f7f9e", "#fbd9a0", seed=4)
    c.gradient((0, 0, 1600, 640), "#2b9db4", "#fde0ac")
    c.soft((980, 180, 1420, 620), "#fff1c9", 210, 90)
    c.disc(1200, 412, 92, GOLD)
    c.disc(1200, 412, 78, "#fbcf6c")
    for x, y, wide in ((260, 170, 300), (520, 240, 200), (1010, 150, 240), (1440, 250, 220)):
        c.box(x - wide / 2, y, x + wide / 2, y + 16, WHITE, 120, 8)
        c.box(x - wide / 4, y - 20, x + wide / 3, y - 6, WHITE, 90, 7)
    far = [(0, 500), (170, 400), (300, 470), (470, 350), (640, 480), (820, 405), (1000, 500)]
    far += [(1180, 430), (1390, 510), (1600, 420)]
    ridge(c, far, "#4d8fa8", "#a9c3bd", 640)
    near = [(0, 560), (210, 480), (430, 580), (660, 500), (900, 590), (1160, 520), (1380, 590)]
    near += [(1600, 510)]
    ridge(c, near, "#2f6c88", "#7ea6a2", 650)
    for level, (fill, dark) in enumerate(
        (("#e2b35a", "#d19c45"), ("#cf9340", "#b97c34"), ("#a9722f", "#7e5127"))
    ):
        y = 610 + level * 130
        hill = [(0, y + 30), (300, y), (700, y + 38), (1100, y + 2), (1600, y + 44)]
        outline = [(0, 1067), *curve(hill), (1600, 1067)]
        c.gradient((0, y - 20, 1600, 1067), fill, dark, outline)
    c.soft((250, 800, 1010, 880), BROWN, 150, 26)
    wall = [(330, 830), (318, 610), (860, 610), (848, 830)]
    c.gradient((318, 605, 860, 832), "#fffaf0", "#d9c8a8", wall, sideways=True)
    roof = curve([(300, 618), (400, 500), (530, 418), (648, 418), (778, 500), (878, 618)])
    c.gradient((300, 410, 880, 630), "#fffdf6", "#e3d4b6", roof)
    for part in range(1, 8):
        x = 300 + 578 * part / 8
        c.stroke([(589 + (x - 589) * 0.2, 422), (x, 614)], 2.5, OCHRE, 110)
    c.oval(589, 418, 62, 17, BRICK)
    c.oval(589, 414, 48, 11, BROWN)
    c.stroke(curve([(548, 416), (589, 384), (630, 416)]), 6, BRICK)
    c.stroke(curve([(570, 420), (589, 388), (608, 420)]), 5, BRICK)
    c.box(306, 606, 872, 668, BRICK, radius=8)
    c.frieze(322, 856, 637, 24, GOLD)
    c.stroke([(326, 748), (852, 748)], 7, TERRACOTTA)
    c.box(530, 640, 650, 832, BROWN, radius=6)
    for left in (538, 593):
        c.box(left, 650, left + 49, 832, TERRACOTTA, radius=4)
        c.horns(left + 24, 715, 20, GOLD)
        c.horns(left + 24, 775, 20, GOLD, 180)
    for _ in range(230):
        x, y = c.random.uniform(0, 1600), c.random.uniform(850, 1060)
        tall = 14 + (y - 850) / 7
        lean = c.random.uniform(-12, 12)
        blade = c.random.choice(["#e7bb62", "#8a5c28", "#f2d28b", "#6d4722"])
        c.stroke(curve([(x, y), (x + lean * 0.3, y - tall * 0.6), (x + lean, y - tall)]), 3, blade)
    for x, y in ((1010, 250), (1075, 226), (1128, 262)):
        c.stroke(
            curve([(x - 22, y - 8), (x - 8, y - 12), (x, y), (x + 8, y - 12), (x + 22, y - 8)]),
            3.5,
            NAVY,
        )
    return c


def pine(canvas, x, ground, tall):
    canvas.box(x - 3, ground - tall * 0.2, x + 3, ground, BROWN)
    for level in range(3):
        top = ground - tall * (1 - level * 0.24)
        half = tall * (0.13 + level * 0.055)
        canvas.polygon(
            [(x - half, top + tall * 0.42), (x, top), (x + half, top + tall * 0.42)], "#2f6470"
        )
        canvas.polygon(
            [(x - half * 0.5, top + tall * 0.2), (x, top), (x + half * 0.3, top + tall * 0.13)],
            WHITE,
            210,
        )


def lorry(canvas, x, ground, size, tarp):
    def at(a, b):
        return x + a * size, ground + b * size

    canvas.soft((x - 10 * size, ground - 6, x + 250 * size, ground + 18 * size), NAVY, 120, 10)
    canvas.box(*at(0, -34), *at(236, -22), NAVY)
    load = curve(
        [
            at(2, -34),
            at(2, -118),
            at(18, -138),
            at(80, -142),
            at(142, -138),
            at(158, -118),
            at(158, -34),
        ]
    )
    canvas.gradient(
        (*at(0, -146), *at(160, -33)), mixed(tarp, WHITE, 0.12), mixed(tarp, NAVY, 0.25), load
    )
    for part in (40, 80, 120):
        canvas.stroke([at(part, -139), at(part, -36)], 3 * size, NAVY, 60)
    canvas.horns(*at(80, -88), 24 * size, WHITE)
    cab = [at(168, -28), at(168, -116), at(206, -116), at(226, -76), at(240, -70), at(240, -28)]
    canvas.polygon(cab, SKY)
    canvas.polygon([at(178, -106), at(202, -106), at(216, -76), at(178, -76)], "#dff3f4")
    canvas.box(*at(232, -56), *at(242, -44), GOLD, radius=3)
    canvas.box(*at(168, -36), *at(244, -26), NAVY)
    for part in (34, 76, 206):
        canvas.disc(*at(part, -18), 21 * size, "#1b2233")
        canvas.disc(*at(part, -18), 9 * size, SAND)


def winter_caravan():
    c = Canvas(1600, 1067, "#7fc6d8", "#fdeedb", seed=9)
    c.gradient((0, 0, 1600, 600), "#6fbdd2", "#fdecd4")
    c.soft((180, 120, 520, 460), "#fff6dd", 200, 60)
    c.disc(350, 290, 56, "#fbd98d")
    far = [
        (0, 470),
        (220, 350),
        (420, 440),
        (600, 330),
        (820, 450),
        (1020, 320),
        (1250, 440),
        (1430, 340),
        (1600, 430),
    ]
    ridge(c, far, "#8fb9c9", "#dfe9e6", 620)
    near = [(0, 560), (260, 470), (520, 560), (820, 460), (1120, 560), (1400, 450), (1600, 530)]
    ridge(c, near, "#b9d3da", "#f3f3ec", 640)
    for x in range(20, 1600, 46):
        if c.random.random() < 0.72:
            ground = 606 + 22 * math.sin(x / 130)
            pine(c, x + c.random.uniform(-14, 14), ground, c.random.uniform(64, 120))
    c.gradient(
        (0, 590, 1600, 1067),
        "#f8f6ef",
        "#d5e6ea",
        [
            (0, 1067),
            *curve([(0, 612), (400, 590), (800, 625), (1200, 596), (1600, 620)]),
            (1600, 1067),
        ],
    )
    for x, wall in ((1090, WHITE), (1190, SAND), (1300, WHITE), (1400, "#e9d3b4")):
        c.box(x, 606, x + 74, 656, wall)
        c.polygon([(x - 10, 608), (x + 37, 566), (x + 84, 608)], TERRACOTTA)
        c.polygon(
            [
                (x - 10, 602),
                (x + 37, 560),
                (x + 84, 602),
                (x + 70, 602),
                (x + 37, 574),
                (x + 4, 602),
            ],
            WHITE,
        )
        c.box(x + 14, 622, x + 30, 640, GOLD)
        c.box(x + 44, 622, x + 60, 640, GOLD)
        c.box(x + 54, 556, x + 64, 584, BRICK)
        for puff in range(4):
            c.disc(x + 60 + puff * 14, 540 - puff * 22, 9 + puff * 4, WHITE, 150 - puff * 28)
    c.blob(
        [
            (-40, 700),
            (420, 668),
            (960, 712),
            (1640, 690),
            (1640, 740),
            (960, 770),
            (420, 722),
            (-40, 760),
        ],
        "#c4d8de",
    )
    road = [
        (0, 800),
        (500, 770),
        (1100, 806),
        (1600, 786),
        (1600, 890),
        (1100, 916),
        (500, 880),
        (0, 920),
    ]
    c.blob([(-60, 800), *road[1:3], (1680, 786), (1680, 890), *road[5:7], (-60, 920)], "#b3c8d1")
    for shift in (34, 62):
        c.stroke(
            curve([(0, 806 + shift), (500, 776 + shift), (1100, 812 + shift), (1600, 792 + shift)]),
            7,
            "#8fa9b6",
        )
    for x, y, size, tarp in (
        (90, 846, 1.42, TERRACOTTA),
        (590, 846, 1.42, OCHRE),
        (1090, 866, 1.42, BLUE),
    ):
        lorry(c, x, y, size, tarp)
    c.gradient(
        (0, 900, 1600, 1067),
        "#f4f5f0",
        "#dbeaec",
        [
            (0, 1067),
            *curve([(0, 950), (360, 915), (800, 965), (1250, 920), (1600, 955)]),
            (1600, 1067),
        ],
    )
    for _ in range(60):
        x, y = c.random.uniform(0, 1600), c.random.uniform(940, 1040)
        c.stroke(
            curve([(x, y), (x + 4, y - 22), (x + c.random.uniform(-10, 16), y - 40)]),
            2.5,
            OCHRE,
            190,
        )
    for _ in range(150):
        c.disc(
            c.random.uniform(0, 1600),
            c.random.uniform(0, 1067),
            c.random.uniform(1.6, 4.6),
            WHITE,
            210,
        )
    return c
