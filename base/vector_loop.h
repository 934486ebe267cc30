#pragma once
// PARTITA_VECTOR_LOOP in front of a loop: its iterations do not depend on one another through memory, so that the
// compiler takes several at once without a test.
#ifdef __clang__
#define PARTITA_VECTOR_LOOP  // it warns of each loop that it leaves as it is
#else
#define PARTITA_VECTOR_LOOP _Pragma("GCC ivdep")
#endif
