#include "runtime/kusama/runtime.hpp"
#include "runtime/sdk/composition.hpp"

SERINUS_RUNTIME(serinus::kusama::Runtime)
