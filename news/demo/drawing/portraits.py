"""Stylised portraits, a thousand pixels square."""

from news.demo.drawing.canvas import (
    BRICK,
    GOLD,
    NAVY,
    PALE,
    SAND,
    SKY,
    TERRACOTTA,
    WHITE,
    Canvas,
    curve,
    mixed,
)


def ground(top, bottom, ornament, seed):
    c = Canvas(1000, 1000, top, bottom, seed=seed)
    c.rosette(500, 410, 400, ornament, petals=12)
    return c


def shoulders(c, fill, skin, wide=345):
    outline = [(500 - wide - 20, 1040), (500 - wide, 880), (500 - wide * 0.78, 790), (418, 722)]
    outline += [(582, 722), (500 + wide * 0.78, 790), (500 + wide, 880), (500 + wide + 20, 1040)]
    c.gradient((0, 715, 1000, 1000), fill, mixed(fill, NAVY, 0.35), curve(outline))
    neck = [(432, 560), (568, 560), (578, 724), (500, 800), (422, 724)]
    c.gradient((420, 560, 580, 800), mixed(skin, "#7c4a32", 0.3), skin, neck)


def face(c, skin, brow, smile=10, lips="#b0604f", wide=132):
    dim = mixed(skin, "#9c5f43", 0.3)
    c.oval(500 - wide, 455, 20, 36, dim)
    c.oval(500 + wide, 455, 20, 36, dim)
    jaw = [(500 - wide, 400), (500 - wide + 4, 500), (500 - wide * 0.66, 590), (500, 630)]
    jaw += [(500 + wide * 0.66, 590), (500 + wide - 4, 500), (500 + wide, 400), (500, 280)]
    c.blob(jaw, skin)
    for side in (-1, 1):
        eye = 500 + side * 56
        c.oval(eye, 452, 23, 11, WHITE)
        c.disc(eye, 452, 11, "#33231f")
        c.disc(eye + 3, 448, 3, WHITE)
        c.stroke(curve([(eye - 26, 450), (eye, 438), (eye + 26, 450)]), 5, "#33231f")
        c.stroke(curve([(500 + side * 26, 410), (eye, 401), (500 + side * 90, 415)]), 8, brow)
        c.soft((eye - 42, 505, eye + 42, 560), "#e58a6e", 70, 16)
    c.stroke(curve([(502, 452), (514, 508), (518, 524), (496, 530)]), 5, dim)
    c.stroke(curve([(456, 572), (500, 572 + smile + 6), (544, 572)]), 8, lips)


def suit(c, fill, shirt, tie=None):
    c.polygon([(420, 722), (500, 790), (580, 722), (540, 900), (500, 1000), (460, 900)], shirt)
    if tie:
        c.polygon([(482, 770), (518, 770), (510, 806), (490, 806)], mixed(tie, NAVY, 0.2))
        c.polygon([(490, 806), (510, 806), (532, 960), (500, 1000), (468, 960)], tie)
    for side in (-1, 1):
        collar = [(500 + side * 78, 716), (500 + side * 6, 778), (500 + side * 56, 832)]
        c.polygon(collar, mixed(shirt, SAND, 0.25))
        lapel = [(500 + side * 86, 722), (500 + side * 150, 790), (500 + side * 132, 860)]
        lapel += [(500 + side * 150, 880), (500 + side * 14, 1000), (500 + side * 2, 1000)]
        c.polygon(lapel, mixed(fill, WHITE, 0.1))
        c.stroke([(500 + side * 86, 722), (500 + side * 2, 1000)], 4, mixed(fill, NAVY, 0.5))


def tulegenov():
    c = ground("#2cb5cc", "#0b7d96", "#49c3d6", 31)
    skin, hair = "#dfa67b", "#231d26"
    shoulders(c, NAVY, skin)
    suit(c, NAVY, WHITE, TERRACOTTA)
    c.disc(322, 880, 15, GOLD)
    c.sun(322, 880, 8, SKY, 12)
    c.blob([(362, 420), (360, 300), (430, 228), (560, 222), (638, 300), (638, 420)], hair)
    face(c, skin, hair, 10)
    c.blob(
        [
            (362, 400),
            (366, 300),
            (430, 232),
            (560, 224),
            (634, 300),
            (640, 400),
            (616, 352),
            (560, 318),
            (450, 330),
            (392, 350),
        ],
        hair,
    )
    c.stroke(curve([(420, 300), (500, 262), (590, 278)]), 6, "#3b323d")
    return c


def tskhay():
    c = ground("#f6dfb0", "#e8b864", "#f0cd8c", 32)
    skin, hair = "#f1cba6", "#2a1f24"
    c.blob(
        [
            (340, 420),
            (360, 270),
            (500, 205),
            (640, 270),
            (662, 420),
            (676, 620),
            (640, 740),
            (500, 730),
            (360, 740),
            (326, 620),
        ],
        hair,
    )
    shoulders(c, TERRACOTTA, skin, 315)
    suit(c, TERRACOTTA, WHITE)
    face(c, skin, hair, 16, "#c04b4b", 126)
    c.blob(
        [
            (368, 500),
            (362, 380),
            (400, 270),
            (500, 226),
            (600, 270),
            (640, 380),
            (632, 500),
            (612, 400),
            (560, 330),
            (520, 300),
            (470, 350),
            (398, 400),
        ],
        hair,
    )
    for side in (-1, 1):
        c.blob(
            [
                (500 + side * 118, 400),
                (500 + side * 160, 420),
                (500 + side * 172, 600),
                (500 + side * 150, 730),
                (500 + side * 108, 700),
                (500 + side * 124, 560),
            ],
            hair,
        )
    c.stroke(curve([(420, 290), (490, 250), (570, 262)]), 6, "#4a383e")
    c.horns(668, 870, 34, GOLD)
    return c


def veber():
    c = ground("#d3e6e2", "#8fbcc0", "#b5d5d4", 33)
    skin, hair, grey = "#f0c8a6", "#a9a6a8", "#cfccca"
    shoulders(c, "#48526b", skin, 365)
    suit(c, "#48526b", PALE)
    c.blob([(360, 440), (356, 330), (420, 260), (580, 260), (644, 330), (640, 440)], hair)
    face(c, skin, "#8b8789", 4, "#a9685a", 136)
    c.blob(
        [
            (362, 430),
            (362, 330),
            (420, 262),
            (500, 244),
            (590, 262),
            (640, 330),
            (640, 430),
            (618, 360),
            (590, 318),
            (500, 296),
            (410, 318),
            (384, 360),
        ],
        grey,
    )
    c.blob(
        [
            (366, 480),
            (392, 520),
            (430, 548),
            (500, 540),
            (570, 548),
            (608, 520),
            (634, 480),
            (624, 600),
            (560, 690),
            (500, 706),
            (440, 690),
            (376, 600),
        ],
        grey,
    )
    c.blob([(440, 556), (500, 540), (560, 556), (572, 582), (500, 566), (428, 582)], "#bcb8b8")
    c.stroke(curve([(462, 590), (500, 602), (538, 590)]), 8, "#a9685a")
    for side in (-1, 1):
        c.ring(500 + side * 58, 454, 44, 6, BRICK)
        c.stroke([(500 + side * 102, 448), (500 + side * 138, 438)], 6, BRICK)
    c.stroke(curve([(486, 450), (500, 442), (514, 450)]), 6, BRICK)
    return c


def zhaxylykova():
    c = ground("#2d4d7c", "#14294d", "#3a5c8c", 34)
    skin, hair = "#e5b087", "#2b2024"
    c.disc(500, 196, 74, hair)
    c.stroke(curve([(452, 180), (500, 150), (548, 176)]), 6, "#4b3a3d")
    c.blob(
        [(352, 430), (368, 280), (500, 214), (632, 280), (648, 430), (600, 500), (400, 500)], hair
    )
    shoulders(c, "#0a7f98", skin, 315)
    c.stroke(
        curve([(412, 728), (450, 806), (500, 832), (550, 806), (588, 728)]),
        16,
        mixed("#0a7f98", NAVY, 0.4),
    )
    face(c, skin, hair, 14, "#b64a4c", 128)
    c.blob(
        [
            (364, 470),
            (366, 350),
            (420, 262),
            (500, 236),
            (580, 262),
            (634, 350),
            (636, 470),
            (612, 380),
            (566, 322),
            (480, 306),
            (420, 340),
            (386, 390),
        ],
        hair,
    )
    for side in (-1, 1):
        c.disc(500 + side * 130, 506, 9, GOLD)
        c.polygon(
            [(500 + side * 130 - 9, 518), (500 + side * 130 + 9, 518), (500 + side * 130, 546)],
            GOLD,
        )
    for x, y in (
        (420, 746),
        (436, 786),
        (462, 816),
        (500, 830),
        (538, 816),
        (564, 786),
        (580, 746),
    ):
        c.disc(x, y, 13, TERRACOTTA)
        c.disc(x - 4, y - 4, 4, SAND)
    c.frieze(300, 700, 930, 34, GOLD)
    return c
