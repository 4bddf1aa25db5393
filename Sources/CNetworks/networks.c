// The trained networks that come with the program. In C because `#embed` takes no time: as a Swift
// literal of bytes a file this large takes the compiler minutes.
#include "networks.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char connect_four[] = {
#embed "Files/connect-four.safetensors"
};

static const unsigned char go_9x9[] = {
#embed "Files/go-9x9.safetensors"
};

static const unsigned char go_7x7[] = {
#embed "Files/go-7x7.safetensors"
};

static const unsigned char gomoku_9x9[] = {
#embed "Files/gomoku-9x9.safetensors"
};

static const unsigned char othello[] = {
#embed "Files/othello.safetensors"
};

#define FILE_OF(name) {name, sizeof name}

// The first that plays a game is the board that `arena play` takes where none is asked for.
static const arena_file files[] = {
    FILE_OF(connect_four), FILE_OF(go_7x7), FILE_OF(go_9x9), FILE_OF(gomoku_9x9), FILE_OF(othello),
};

arena_file arena_network_file(int number) {
  const int count = sizeof files / sizeof files[0];
  const arena_file none = {NULL, 0};
  return number >= 0 && number < count ? files[number] : none;
}
