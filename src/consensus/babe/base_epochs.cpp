#include "consensus/babe/base_epochs.hpp"

#include "chain/import/runtime_call.hpp"
#include "consensus/babe/announced_epochs.hpp"

namespace serinus::consensus::babe {
namespace {

using chain::ChainError;
using CallRuntime = chain::HeaderVerifier::CallRuntime;

Result<DescribedEpoch, ChainError> ask_epoch(const CallRuntime& execute,
                                             const runtime_api::Call<DescribedEpoch()>& call,
                                             const Configuration& genesis) {
    TRY_ASSIGN(DescribedEpoch epoch, chain::ask(execute, call));
    if (epoch.length != genesis.epoch_length) {
        return Err(ChainError{ChainError::Kind::kRuntime,
                              std::string(call.name) + " says that an epoch has " + std::to_string(epoch.length) +
                                  " slots, but at the genesis it had " + std::to_string(genesis.epoch_length)});
    }
    return epoch;
}

}  // namespace

Result<BaseEpochs, ChainError> epochs_of_base(const Configuration& genesis, const CallRuntime& call) {
    TRY_ASSIGN(const DescribedEpoch current, ask_epoch(call, runtime_api::babe::kCurrentEpoch, genesis));
    TRY_ASSIGN(const DescribedEpoch next, ask_epoch(call, runtime_api::babe::kNextEpoch, genesis));
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
