#include "runtime/sdk/events.hpp"

#include "runtime/polkadot/runtime.hpp"

SERINUS_EVENTS(serinus::polkadot::Runtime)
