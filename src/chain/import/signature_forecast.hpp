/// The signatures of a block, verified ahead of its execution and beside it.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "chain/import/runtime_source.hpp"
#include "chain/import/signed_payload.hpp"
#include "chain/store/block_store.hpp"
#include "crypto/ahead_verifier.hpp"
#include "primitives/block.hpp"

namespace serinus::chain {

/// Forecasts which signatures the runtime will ask for: those of transactions, by the layout of payloads that its
/// metadata states, and those in the inherent of parachains, by what the runtime says of validators, groups and cores.
/// Lets the scheduler's threads of kCpu verify them in batches. The runtime's questions are answered by what was
/// verified if they are exactly the expected ones; no verdict on a block depends on a forecast. Any thread.
class SignatureForecast {
  public:
    /// Does nothing if the executor remembers no verdicts. The executor must outlive this.
    SignatureForecast(executor::Executor& executor, const Hash256& genesis) : executor_(&executor), genesis_(genesis) {}

    /// While it lives, helpers verify; its verifier belongs into the CallContext of the block's execution.
    class Run {
      public:
        Run() = default;
        Run(Run&&) = default;
        Run& operator=(Run&&) = delete;
        ~Run() {
            if (verifier_ != nullptr) verifier_->cancel();
        }
        crypto::AheadVerifier* verifier() const noexcept { return verifier_.get(); }

      private:
        friend class SignatureForecast;
        std::shared_ptr<crypto::AheadVerifier> verifier_;
        bool has_transactions_ = false;  ///< or else an inherent alone
    };

    /// Of extrinsics that come into a block on `parent`. `loaded` is the runtime of `parent_state`, which is only read.
    Run start(const LoadedRuntime& loaded, state::Backend& parent_state, const BlockId& parent,
              std::span<const primitives::Extrinsic> extrinsics);
    /// After a good block: a runtime that asked for nothing that was expected is not forecast any more.
    void learn(const LoadedRuntime& loaded, const Run& run);

  private:
    struct KnownRuntime {
        std::weak_ptr<const executor::Runtime> runtime;
        std::optional<PayloadLayout> layout;
        std::optional<uint8_t> para_inherent;  ///< the pallet that takes it
    };
    /// Fewer signatures are not worth a forecast.
    static constexpr size_t kLeastSignatures = 2;
    /// The same for an inherent, for which the runtime is asked about validators and cores.
    static constexpr size_t kLeastInherentSignatures = 8;
    static constexpr size_t kLeastInherentBytes = kLeastInherentSignatures * 64;
    static constexpr size_t kKnownRuntimes = 4;

    KnownRuntime known_runtime(const LoadedRuntime& loaded, state::Backend& state);

    executor::Executor* executor_;
    Hash256 genesis_;
    std::mutex mutex_;
    std::vector<KnownRuntime> known_;  ///< the last found first
};

}  // namespace serinus::chain
