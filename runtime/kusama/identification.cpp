#include "runtime/kusama/identification.hpp"

#include "runtime/kusama/config/consensus.hpp"
#include "runtime/kusama/config/staking.hpp"
#include "runtime/relay/identification.ipp"

template struct serinus::relay::StashOf<serinus::kusama::Staking>;
template struct serinus::relay::ElectedOrConfigured<serinus::kusama::Staking>;
