/// Messages between Kusama and other chains: what executes those that arrive, and sends those that leave.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/xcm_config.rs, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/xcm/config.hpp"

namespace serinus::kusama {

extern const xcm::Config kXcm;

/// Executes messages of parachains. Each is weighed as a whole before it runs.
struct UpwardMessages {
    using Origin = polkadot_runtime_parachains::inclusion::AggregateMessageOrigin;
    static Result<bool, sdk::ProcessMessageError> process_message(BytesView message, const Origin& origin,
                                                                  sdk::WeightMeter& meter, ByteArray<32>& id);
};

/// In which version a parachain is told what happens to its channels: its own, else the newest.
struct VersionsOfParas {
    static uint8_t xcm_version_for(polkadot_primitives::ParaId para);
};

/// All pallets of Kusama as messages may ask for them, with the versions of their sources.
std::span<const xcm::PalletEntry> pallets_for_messages();

}  // namespace serinus::kusama
