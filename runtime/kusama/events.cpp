// ParachainHost_candidate_events reads events back.
#include "runtime/sdk/events.hpp"

#include "runtime/kusama/runtime.hpp"

SERINUS_EVENTS(serinus::kusama::Runtime)
