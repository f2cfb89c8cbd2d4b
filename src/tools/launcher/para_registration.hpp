/// Parachains that come to a relay chain while it runs.
#pragma once

#include "chain/spec/para_genesis.hpp"
#include "platform/scheduler.hpp"
#include "tools/remote/chain_view.hpp"

namespace serinus::launcher {

struct Registration {
    uint32_t core = 0;
    remote::BlockAt block = {};  ///< of the relay chain, in which it stands
};

/// Gives a parachain a free core from the next block on, by one transaction that the Sudo key of the chain signs, which
/// must be one of those that everybody knows (validator_at): `System.set_storage` writes what Paras would have of the
/// parachain if the relay chain had begun with it (chain::add_paras), and `Coretime.assign_core` gives it the whole
/// core. The calls for it of the relay chain itself (Registrar, ParasSudoWrapper) let a parachain wait for two
/// sessions, which are hours.
///
/// Waits for the block. `chain`: at the best block; `scheduler`: for the randomness of the signature. Errors:
/// sentences, which name what the chain lacks: Sudo, its key, cores by descriptors, a free one. Pallets: Sudo, System,
/// Utility, Paras, ParaScheduler, CoretimeAssignmentProvider, Coretime, Configuration
Result<Registration, std::string> register_para(remote::ChainView& chain, const chain::ParaGenesis& para,
                                                platform::Scheduler& scheduler);

}  // namespace serinus::launcher
