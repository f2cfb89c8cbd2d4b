// For tests: no pallet of the module reads events back. The first that does takes this file to runtime/kusama/.
#include "runtime/sdk/events.hpp"

#include "runtime/kusama/runtime.hpp"

SERINUS_EVENTS(serinus::kusama::Runtime)
