#include "runtime/example/runtime.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"

SERINUS_RUNTIME(serinus::example::Runtime)
SERINUS_EVENTS(serinus::example::Runtime)
