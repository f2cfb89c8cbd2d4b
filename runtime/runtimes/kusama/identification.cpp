#include "runtime/runtimes/kusama/identification.hpp"

#include "runtime/runtimes/common/relay/identification.ipp"
#include "runtime/runtimes/kusama/config/consensus.hpp"
#include "runtime/runtimes/kusama/config/staking.hpp"

template struct serinus::relay::StashOf<serinus::kusama::Staking>;
template struct serinus::relay::ElectedOrConfigured<serinus::kusama::Staking>;
