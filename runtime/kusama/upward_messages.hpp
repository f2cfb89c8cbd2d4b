/// How messages of parachains are processed: programs in XCM, in a version that they name.
///
/// Until this runtime executes XCM, a program without instructions does nothing, as on Kusama; what is no program is
/// corrupt, and any other program is one that Kusama does not support.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs (MessageProcessor); xcm_builder::ProcessXcmMessage
#pragma once

#include "runtime/pallets/parachains/upward_queue.hpp"

namespace serinus::kusama {

struct UpwardMessages {
    using Origin = polkadot_runtime_parachains::inclusion::AggregateMessageOrigin;

    static Result<bool, sdk::ProcessMessageError> process_message(BytesView message, const Origin& origin,
                                                                  sdk::WeightMeter& meter, ByteArray<32>& id);
};

}  // namespace serinus::kusama
