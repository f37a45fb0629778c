"""Draw the demo pictures again: python -m news.demo.make_pictures [FILE ...]

Run by hand when a picture changes. The same code draws the same pictures.
"""

import sys
from pathlib import Path

from news.demo.drawing import city, library, portraits, stage, steppe, tables

PICTURES = {
    "almaty-house.jpg": city.almaty_house,
    "astana-skyline.jpg": city.astana_skyline,
    "books-languages.jpg": library.books_languages,
    "dancers.jpg": stage.dancers,
    "dombra.jpg": tables.dombra,
    "exhibition-case.jpg": library.exhibition_case,
    "exhibition-wall.jpg": library.exhibition_wall,
    "flags-square.jpg": city.flags_square,
    "hall-session.jpg": stage.hall_session,
    "library-arches.jpg": library.library_arches,
    "microphones.jpg": tables.microphones,
    "podium.jpg": stage.podium,
    "portrait-tskhay.jpg": portraits.tskhay,
    "portrait-tulegenov.jpg": portraits.tulegenov,
    "portrait-veber.jpg": portraits.veber,
    "portrait-zhaxylykova.jpg": portraits.zhaxylykova,
    "round-table.jpg": tables.round_table,
    "steppe-yurt.jpg": steppe.steppe_yurt,
    "winter-caravan.jpg": steppe.winter_caravan,
    "youth-board.jpg": tables.youth_board,
}


def main(names):
    folder = Path(__file__).parent / "photos"
    for name in names or PICTURES:
        data = PICTURES[name]().jpeg()
        (folder / name).write_bytes(data)
        sys.stdout.write(f"{name}: {len(data) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
