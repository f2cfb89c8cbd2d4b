#include "runtime/relay/identification.ipp"
#include "runtime/polkadot/runtime.hpp"

template struct serinus::relay::StashOf<serinus::polkadot::Staking>;
template struct serinus::relay::ElectedOrConfigured<serinus::polkadot::Staking>;
