#include "runtime/runtimes/common/relay/identification.ipp"
#include "runtime/runtimes/polkadot/runtime.hpp"

template struct serinus::relay::StashOf<serinus::polkadot::Staking>;
template struct serinus::relay::ElectedOrConfigured<serinus::polkadot::Staking>;
