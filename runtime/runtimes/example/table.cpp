#include "runtime/runtimes/example/runtime.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"

SERINUS_EVENTS(serinus::example::Runtime)
SERINUS_RUNTIME(serinus::example::Runtime)
