#include "consensus/babe/base_epochs.hpp"

#include "consensus/babe/announced_epochs.hpp"

namespace serinus::consensus::babe {
namespace {

using chain::ChainError;
using CallRuntime = chain::HeaderVerifier::CallRuntime;

/// What BabeApi_current_epoch and BabeApi_next_epoch return.
struct RuntimeEpoch {
    uint64_t index = 0;
    Slot start_slot = 0;
    uint64_t duration = 0;  ///< slots
    std::vector<Authority> authorities;
    Randomness randomness{};
    EpochConfig config;
};

Result<RuntimeEpoch, ChainError> ask(const CallRuntime& call, std::string_view method, const Configuration& genesis) {
    const auto fail = [&](const std::string& what) {
        return Err(ChainError{ChainError::Kind::kRuntime, std::string(method) + " " + what});
    };
    TRY_ASSIGN(const Bytes answer, call(method, {}));
    auto epoch = scale::decode<RuntimeEpoch>(answer);
    if (!epoch) return fail("does not return an epoch: " + to_string(epoch.error()));
    if (epoch->duration != genesis.epoch_length) {
        return fail("says that an epoch has " + std::to_string(epoch->duration) + " slots, but at the genesis it had " +
                    std::to_string(genesis.epoch_length));
    }
    return *std::move(epoch);
}

}  // namespace

Result<BaseEpochs, ChainError> epochs_of_base(const Configuration& genesis, const CallRuntime& call) {
    TRY_ASSIGN(const RuntimeEpoch current, ask(call, "BabeApi_current_epoch", genesis));
    TRY_ASSIGN(const RuntimeEpoch next, ask(call, "BabeApi_next_epoch", genesis));
    const auto current_record = record_of_announcement({current.authorities, current.randomness});
    const auto next_record = record_of_announcement({next.authorities, next.randomness});
    return BaseEpochs{.record = {.current = {.index = current.index,
                                             .start_slot = current.start_slot,
                                             .announced_by = current_record.hash,
                                             .config = current.config},
                                 .next_announced_by = next_record.hash,
                                 .next_config = next.config,
                                 .primary_blocks = 0},
                      .current = current_record.aux,
                      .next = next_record.aux};
}

}  // namespace serinus::consensus::babe
