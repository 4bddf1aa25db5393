// The one system library: Debian's libopenblas-dev. Header only, no C source of our own.
#pragma once
#include <cblas.h>

// OpenBLAS' own extras; declared here because the generic cblas.h lacks them.
void openblas_set_num_threads(int num_threads);
int openblas_get_num_threads(void);
char *openblas_get_corename(void);
