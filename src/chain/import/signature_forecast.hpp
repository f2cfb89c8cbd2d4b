/// The signatures of a block, verified ahead of its execution and beside it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "chain/import/runtime_source.hpp"
#include "chain/import/signed_payload.hpp"
#include "chain/store/block_store.hpp"
#include "crypto/ahead_verifier.hpp"
#include "primitives/block.hpp"

namespace serinus::chain {

/// While it lives, helpers verify; its verifier belongs into the CallContext of the block's execution.
class SignatureRun {
  public:
    SignatureRun() = default;
    SignatureRun(SignatureRun&&) = default;
    SignatureRun& operator=(SignatureRun&& other) noexcept {
        std::swap(verifier_, other.verifier_);
        std::swap(has_transactions_, other.has_transactions_);
        return *this;
    }
    ~SignatureRun() {
        if (verifier_ != nullptr) verifier_->cancel();
    }
    crypto::AheadVerifier* verifier() const noexcept { return verifier_.get(); }

  private:
    friend class SignatureForecast;
    std::shared_ptr<crypto::AheadVerifier> verifier_;
    bool has_transactions_ = false;  ///< or else an inherent alone
};

/// Forecasts which signatures the runtime will ask for: those of transactions, by the layout of payloads that its
/// metadata states, and those in the inherent of parachains, by what the runtime says of validators, groups and cores.
/// Lets the scheduler's threads of kCpu verify them in batches. The runtime's questions are answered by what was
/// verified if they are exactly the expected ones; no verdict on a block depends on a forecast. Any thread.
class SignatureForecast {
  public:
    using Run = SignatureRun;

    /// Does nothing if the executor remembers no verdicts. The executor must outlive this.
    SignatureForecast(executor::Executor& executor, const Hash256& genesis) : executor_(&executor), genesis_(genesis) {}

    /// The hash of an ancestor; nullopt: not known.
    using HashOf = std::function<std::optional<Hash256>(primitives::BlockNumber)>;

    /// Of extrinsics that come into a block on `parent`. `loaded` is the runtime of `parent_state`, which is only read.
    /// `early`: what start_early() began with them.
    Run start(const LoadedRuntime& loaded, state::Backend& parent_state, const BlockId& parent,
              std::span<const primitives::Extrinsic> extrinsics, Run early = {});
    /// Of the transactions of block `number`, whose parent's state is not known yet: `loaded` is the runtime that it
    /// will have, if the parent does not change it. Only for runtimes for which start() was called.
    Run start_early(const LoadedRuntime& loaded, primitives::BlockNumber number, HashOf hash_of,
                    std::span<const primitives::Extrinsic> extrinsics);
    /// After a good block: a runtime that asked for nothing that was expected is not forecast any more.
    void learn(const LoadedRuntime& loaded, const Run& run);

  private:
    struct KnownRuntime {
        std::weak_ptr<const executor::Runtime> runtime;
        std::optional<PayloadLayout> layout;
        std::optional<uint8_t> para_inherent;  ///< the pallet that takes it
    };
    static constexpr size_t kKnownRuntimes = 4;

    KnownRuntime known_runtime(const LoadedRuntime& loaded, state::Backend& state);
    std::optional<KnownRuntime> find_runtime(const LoadedRuntime& loaded);
    /// Appends the questions about transactions.
    void expect_transactions(const LoadedRuntime& loaded, const PayloadLayout& layout, primitives::BlockNumber number,
                             HashOf hash_of, std::span<const primitives::Extrinsic> extrinsics,
                             std::vector<crypto::ExpectedSignature>& expected) const;
    void verify(std::vector<crypto::ExpectedSignature> expected, Run& run);

    executor::Executor* executor_;
    Hash256 genesis_;
    std::mutex mutex_;
    std::vector<KnownRuntime> known_;  ///< the last found first
};

}  // namespace serinus::chain
