"""A square, a house and the capital."""

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
    SKY,
    TEAL,
    TERRACOTTA,
    WHITE,
    Canvas,
    curve,
    mixed,
)


def peaks(canvas, tops, base, snow, rock, shade):
    """Separate peaks with a snow cap and a dark side."""
    for x, y, half in tops:
        canvas.polygon([(x - half, base), (x, y), (x + half, base)], rock)
        side = [(x, y), (x + half, base), (x - half * 0.05, base), (x + half * 0.12, y + 150)]
        canvas.polygon(side, shade)
        deep = (base - y) * 0.42
        slope = half / (base - y)
        cap = [(x, y), (x + deep * slope, y + deep), (x + deep * slope * 0.55, y + deep * 0.72)]
        cap += [(x + deep * slope * 0.2, y + deep * 1.05), (x - deep * slope * 0.2, y + deep * 0.7)]
        cap += [(x - deep * slope * 0.6, y + deep * 0.98), (x - deep * slope * 0.9, y + deep * 0.9)]
        canvas.polygon(cap, snow)
        dim = [(x, y), (x + deep * slope, y + deep), (x + deep * slope * 0.55, y + deep * 0.72)]
        dim += [(x + deep * slope * 0.2, y + deep * 1.05), (x + deep * slope * 0.1, y + deep * 0.4)]
        canvas.polygon(dim, mixed(snow, BLUE, 0.28))


def poplar(canvas, x, ground, tall, fill):
    canvas.box(x - 5, ground - tall * 0.2, x + 5, ground, BROWN)
    half = tall * 0.105
    crown = [
        (x, ground - tall),
        (x + half, ground - tall * 0.55),
        (x + half * 0.8, ground - tall * 0.2),
    ]
    crown += [
        (x, ground - tall * 0.12),
        (x - half * 0.8, ground - tall * 0.2),
        (x - half, ground - tall * 0.55),
    ]
    canvas.blob(crown, fill)
    canvas.blob([(x + half * 0.1, ground - tall * 0.97), *crown[1:4]], mixed(fill, NAVY, 0.2))


def flags_square():
    c = Canvas(1600, 1067, "#38bcd3", "#e8f6f3", seed=6)
    c.gradient((0, 0, 1600, 620), "#27b4cf", "#f6f3e2")
    tops = [(180, 330, 330), (520, 250, 380), (900, 310, 330), (1240, 230, 400), (1540, 330, 300)]
    peaks(c, tops, 640, WHITE, "#86b8c8", "#6ba3b8")
    c.gradient((0, 560, 1600, 700), "#9dc0a6", "#7fa886")
    for x in range(-20, 1640, 62):
        poplar(
            c,
            x + c.random.uniform(-12, 12),
            690,
            c.random.uniform(130, 210),
            c.random.choice([SAGE, "#6b9070", "#8fae86"]),
        )
    c.gradient((0, 680, 1600, 1067), "#f3e2c2", "#d9bd92")
    for row in range(7):
        y = 700 + row * row * 8
        c.stroke([(0, y), (1600, y)], 2, OCHRE, 55)
    tents = [(150, SKY), (420, TERRACOTTA), (700, GOLD), (980, BLUE), (1250, BRICK), (1500, TEAL)]
    for x, fill in tents:
        c.soft((x - 150, 812, x + 150, 850), BROWN, 110, 14)
        c.gradient(
            (x - 118, 700, x + 118, 834),
            WHITE,
            SAND,
            [(x - 112, 710), (x + 112, 710), (x + 118, 832), (x - 118, 832)],
        )
        c.polygon(
            [(x - 38, 832), (x - 30, 740), (x + 30, 740), (x + 38, 832)], mixed(fill, NAVY, 0.45)
        )
        roof = [(x - 148, 722), (x, 606), (x + 148, 722)]
        c.polygon(roof, fill)
        c.polygon([(x, 606), (x + 148, 722), (x + 50, 722)], mixed(fill, NAVY, 0.22))
        for part in range(8):
            c.oval(x - 130 + part * 37, 722, 18.5, 15, fill if part % 2 else WHITE)
    fills = [TERRACOTTA, SKY, GOLD, NAVY, SKY, BRICK, GOLD, TEAL, TERRACOTTA]
    for number, fill in enumerate(fills):
        x = 70 + number * 178
        c.stroke([(x, 96), (x, 800)], 7, "#f7efe0")
        c.disc(x, 92, 10, GOLD)
        sway = 16 if number % 2 else -2
        banner = [(x + 3, 120), (x + 60, 134 + sway / 2), (x + 116, 118 + sway)]
        low = [(x + 122, 430 + sway), (x + 62, 470 + sway), (x + 3, 430)]
        c.gradient((x, 112, x + 128, 500), fill, mixed(fill, NAVY, 0.25), curve(banner) + low)
        mark = NAVY if fill == GOLD else GOLD
        c.horns(x + 60, 230 + sway / 2, 36, mark)
        c.horns(x + 60, 330 + sway / 2, 36, mark, 180)
        c.stroke(curve([(x + 34, 140), (x + 42, 280), (x + 32, 440)]), 9, NAVY, 30)
    for row in range(3):
        size = 17 + row * 7
        y = 880 + row * 66
        x = -20 + row * 17
        while x < 1640:
            x += c.random.uniform(2.6, 4.6) * size
            if c.random.random() < 0.86:
                c.back(
                    x,
                    y + c.random.uniform(-8, 8),
                    size,
                    c.random.choice(HAIR),
                    c.random.choice([*CLOTHES, WHITE, SKY]),
                    c.random.random() < 0.4,
                )
    return c


def almaty_house():
    c = Canvas(1600, 1067, "#47bfd6", "#f3f3e6", seed=12)
    c.gradient((0, 0, 1600, 640), "#35b7d0", "#f8efdc")
    c.box(180, 150, 470, 172, WHITE, 130, 11)
    c.box(250, 126, 400, 146, WHITE, 110, 10)
    c.box(1130, 110, 1380, 130, WHITE, 130, 10)
    peaks(
        c,
        [(120, 290, 330), (470, 170, 430), (880, 240, 380), (1240, 140, 440), (1560, 260, 320)],
        660,
        WHITE,
        "#7fb2c6",
        "#5f9ab3",
    )
    c.gradient((0, 600, 1600, 720), "#86a888", "#6f9676")
    for x, tall in ((60, 420), (140, 480), (222, 400), (1380, 410), (1462, 490), (1545, 430)):
        poplar(c, x, 800, tall, c.random.choice([GOLD, "#e3a93c", "#d98f35"]))
    c.gradient((0, 780, 1600, 1067), "#f0dfbf", "#d3b487")
    c.soft((270, 780, 1330, 850), BROWN, 130, 20)
    c.gradient(
        (300, 420, 1300, 810), WHITE, "#efe2c8", [(300, 420), (1300, 420), (1300, 810), (300, 810)]
    )
    c.polygon([(1130, 420), (1300, 420), (1300, 810), (1130, 810)], OCHRE, 26)
    c.box(280, 392, 1320, 428, TEAL, radius=6)
    c.box(300, 428, 1300, 482, SKY)
    c.frieze(318, 1282, 455, 20, WHITE)
    for x in (320, 416, 512, 608, 908, 1004, 1100, 1196):
        c.arch(x - 4, 524, x + 84, 760, SAND)
        c.arch(x + 2, 534, x + 78, 752, BLUE)
        c.arch(x + 2, 534, x + 78, 752, SKY, 90)
        c.polygon([(x + 2, 690), (x + 78, 604), (x + 78, 654), (x + 2, 740)], WHITE, 60)
        c.stroke([(x + 40, 536), (x + 40, 752)], 4, WHITE)
        c.stroke([(x + 2, 640), (x + 78, 640)], 4, WHITE)
        c.box(x - 8, 758, x + 88, 770, "#d9c4a0")
    c.gradient(
        (706, 360, 894, 812),
        "#fffaf0",
        "#ead9b8",
        [(706, 400), (800, 330), (894, 400), (894, 812), (706, 812)],
    )
    c.polygon([(690, 404), (800, 318), (910, 404), (890, 404), (800, 338), (710, 404)], TEAL)
    c.sun(800, 432, 22)
    c.arch(736, 506, 864, 812, BRICK)
    c.arch(748, 520, 852, 812, BROWN)
    c.box(752, 590, 797, 812, TERRACOTTA)
    c.box(803, 590, 848, 812, TERRACOTTA)
    for x in (774, 826):
        c.horns(x, 660, 18, GOLD)
        c.horns(x, 730, 18, GOLD, 180)
    for step in range(3):
        c.box(
            706 - step * 26,
            808 + step * 16,
            894 + step * 26,
            826 + step * 16,
            mixed(WHITE, OCHRE, 0.12 * (step + 1)),
        )
    c.polygon([(690, 858), (910, 858), (1180, 1067), (420, 1067)], "#f8ecd2")
    for x, side in ((330, 1), (1270, -1)):
        c.soft((x - 130, 952, x + 130, 985), BROWN, 100, 10)
        for board in range(3):
            c.box(x - 120, 866 + board * 18, x + 120, 879 + board * 18, TERRACOTTA, radius=4)
        c.box(x - 128, 922, x + 128, 938, BRICK, radius=4)
        for leg in (-104, 96):
            c.box(x + leg, 866, x + leg + 9, 972, NAVY)
        c.disc(x + side * 190, 930, 46, SAGE)
        c.disc(x + side * 232, 942, 34, "#6b9070")
        for _ in range(12):
            c.disc(
                x + side * 205 + c.random.uniform(-52, 52),
                925 + c.random.uniform(-28, 36),
                6,
                c.random.choice([TERRACOTTA, GOLD, WHITE]),
            )
    c.standing(700, 1010, 190, NAVY, HAIR[0], bag=OCHRE)
    c.standing(772, 1016, 178, TERRACOTTA, HAIR[1], skirt=True)
    c.standing(945, 930, 130, TEAL, HAIR[3])
    for _ in range(46):
        x, y = c.random.uniform(0, 1600), c.random.uniform(830, 1060)
        c.oval(x, y, 7, 3.5, c.random.choice([GOLD, OCHRE, TERRACOTTA]), 220)
    return c


def tower(canvas, x, ground, wide, tall, fill, lit):
    canvas.gradient(
        (x, ground - tall, x + wide, ground),
        fill,
        mixed(fill, NAVY, 0.45),
        [(x, ground - tall), (x + wide, ground - tall), (x + wide, ground), (x, ground)],
    )
    for column in range(int(wide // 20)):
        for row in range(int(tall // 26)):
            if canvas.random.random() < 0.5:
                left = x + 9 + column * 20
                top = ground - tall + 14 + row * 26
                canvas.box(left, top, left + 8, top + 13, lit, 190)


def astana_skyline():
    c = Canvas(1600, 1067, "#123a63", "#f4c48a", seed=15)
    c.gradient((0, 0, 1600, 470), "#14406b", "#3f9fb4")
    c.gradient((0, 470, 1600, 760), "#3f9fb4", "#fbd199")
    for _ in range(50):
        c.disc(
            c.random.uniform(0, 1600),
            c.random.uniform(0, 300),
            c.random.uniform(1, 2.4),
            WHITE,
            170,
        )
    c.soft((520, 120, 1080, 680), "#ffe2a6", 120, 110)
    for x, wide, tall in (
        (-20, 120, 200),
        (110, 90, 260),
        (230, 130, 170),
        (1040, 110, 180),
        (1330, 100, 240),
        (1450, 170, 190),
    ):
        tower(c, x, 760, wide, tall, "#5d94a6", "#fbe3b4")
    for x, wide, tall in (
        (40, 100, 250),
        (170, 76, 370),
        (270, 90, 300),
        (1120, 84, 330),
        (1225, 70, 420),
        (1310, 92, 280),
        (1480, 84, 340),
    ):
        tower(c, x, 760, wide, tall, "#2f6485", GOLD)
    c.polygon([(170, 390), (208, 330), (246, 390)], "#2f6485")
    c.polygon([(1225, 340), (1260, 270), (1295, 340)], "#2f6485")
    c.stroke([(1260, 275), (1260, 225)], 4, "#2f6485")
    tent = curve([(330, 760), (400, 660), (470, 560), (520, 440)]) + curve(
        [(520, 440), (545, 560), (590, 680), (640, 760)]
    )
    c.gradient((330, 440, 640, 760), "#e9f4f2", "#6fa9bb", tent)
    for foot in (380, 430, 480, 530, 580, 615):
        c.stroke(curve([(521, 446), ((521 + foot) / 2 + 4, 600), (foot, 760)]), 2.5, TEAL, 120)
    c.stroke([(520, 445), (524, 400)], 5, "#e9f4f2")
    base = 760
    c.polygon([(690, base), (730, base - 34), (870, base - 34), (910, base)], "#d8e9e8")
    left = curve([(752, base - 30), (776, 600), (774, 470), (744, 372), (690, 300)])
    right = [(1600 - x, y) for x, y in left]
    c.polygon([*left, *reversed(right)], "#0f3358", 110)
    c.disc(800, 300, 86, GOLD)
    c.gradient(
        (714, 214, 886, 386),
        "#ffe1a0",
        "#df9a2d",
        [
            (800 + 86 * math.cos(a / 20 * math.pi), 300 + 86 * math.sin(a / 20 * math.pi))
            for a in range(40)
        ],
    )
    c.oval(772, 268, 26, 18, WHITE, 130)
    c.stroke([(716, 306), (884, 306)], 6, OCHRE)
    for part in range(9):
        spread = (part - 4) / 4
        line = [
            (800 + 50 * spread, base - 30),
            (800 + 25 * spread, 600),
            (800 + 27 * spread, 470),
            (800 + 58 * spread, 372),
            (800 + 112 * spread, 296),
        ]
        c.stroke(curve(line), 6 if abs(spread) == 1 else 4, "#f4fbfa")
    for y, half in ((690, 38), (620, 28), (550, 25), (480, 28), (420, 40), (372, 60)):
        c.stroke([(800 - half, y), (800 + half, y)], 4, "#cfe6e8")
    c.gradient((0, 752, 1600, 800), "#2a6a72", "#1c4f63")
    for x in range(0, 1640, 38):
        c.disc(
            x + c.random.uniform(-8, 8),
            758 + c.random.uniform(-4, 8),
            c.random.uniform(18, 30),
            c.random.choice(["#2a6a72", "#235d69", "#34777a"]),
        )
    for x in range(30, 1600, 120):
        c.stroke([(x, 800), (x, 746)], 3, WHITE)
        c.disc(x, 744, 6, "#fff0c4")
    c.box(0, 796, 1600, 812, SAND)
    c.gradient((0, 812, 1600, 1067), "#3c8fa5", "#0f3a5f")
    for x, wide, fill in (
        (120, 70, NAVY),
        (208, 60, NAVY),
        (315, 70, NAVY),
        (500, 120, PALE),
        (1160, 70, NAVY),
        (1260, 60, NAVY),
        (1355, 70, NAVY),
        (1520, 70, NAVY),
    ):
        for row in range(7):
            y = 822 + row * 24
            half = wide * (0.6 - row * 0.05) * c.random.uniform(0.8, 1.2)
            c.box(x - half, y, x + half, y + 9, fill, 58, 4)
    for row in range(10):
        y = 820 + row * 23
        half = (70 if 5 < row < 9 else 34) * c.random.uniform(0.8, 1.15)
        c.box(800 - half, y, 800 + half, y + 9, GOLD if row > 4 else WHITE, 150 - row * 7, 4)
    for _ in range(90):
        x, y = c.random.uniform(0, 1600), c.random.uniform(826, 1060)
        c.box(x, y, x + c.random.uniform(24, 90), y + 3, PALE, 60, 1)
    return c
