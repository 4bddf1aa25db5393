// Linux calls that the toolchain's Glibc module leaves out. Header only, no C source of our own.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/prctl.h>

// GNU's sine and cosine in one call, which <math.h> shows only with _GNU_SOURCE.
void sincos(double angle, double *sine, double *cosine);

// Room on the disk that is set aside, which <fcntl.h> shows only with _GNU_SOURCE.
#include <linux/falloc.h>
int fallocate(int descriptor, int mode, off_t offset, off_t length);

// A new connection with its flags in one call, which <sys/socket.h> shows only with _GNU_SOURCE.
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
