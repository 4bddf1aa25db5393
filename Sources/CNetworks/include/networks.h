#ifndef ARENA_NETWORKS_H
#define ARENA_NETWORKS_H

#include <stddef.h>

/// A file of `Files/`, as part of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} arena_file;

/// The file of that number from 0 on; without bytes where there are no more.
arena_file arena_network_file(int number);

#endif
