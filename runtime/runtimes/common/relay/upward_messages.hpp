/// How messages of parachains are processed: programs in XCM, in a version that they name.
///
/// Until this project executes XCM, a program without instructions does nothing, as on the relay chains; what is no
/// program is corrupt, and any other program is one that is not supported. Source: fellowship runtimes v1.0.0,
/// relay/kusama/src/lib.rs and relay/polkadot/src/lib.rs (MessageProcessor); xcm_builder::ProcessXcmMessage
#pragma once

#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"

namespace serinus::relay {

struct UpwardMessages {
    using Origin = polkadot_runtime_parachains::inclusion::AggregateMessageOrigin;

    static Result<bool, sdk::ProcessMessageError> process_message(BytesView message, const Origin&, sdk::WeightMeter&,
                                                                  ByteArray<32>&) {
        // Versions that decode, each with the number of instructions that it knows, and how many a program may have.
        constexpr uint8_t kVersion2 = 2, kVersion3 = 3;
        constexpr uint8_t kInstructionsOf2 = 28, kInstructionsOf3 = 48;
        constexpr uint32_t kMaxInstructions = 100;
        using Error = sdk::ProcessMessageError;
        scale::Decoder in(message);
        uint8_t version, first;
        sdk::Compact<uint32_t> count;
        if (!scale::decode_into(in, version) || !scale::decode_into(in, count)) return Error{Error::Corrupt{}};
        if (version != kVersion2 && version != kVersion3) return Error{Error::Corrupt{}};
        if (count == 0) return true;
        if (count > kMaxInstructions || !scale::decode_into(in, first)) return Error{Error::Corrupt{}};
        if (first >= (version == kVersion2 ? kInstructionsOf2 : kInstructionsOf3)) return Error{Error::Corrupt{}};
        return Error{Error::Unsupported{}};
    }
};

}  // namespace serinus::relay
