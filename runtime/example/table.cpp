#include "runtime/example/runtime.hpp"
#include "runtime/sdk/composition.hpp"

SERINUS_RUNTIME(serinus::example::Runtime)
