#include "chain/import/signature_forecast.hpp"

#include <algorithm>
#include <map>

#include "base/bytes.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "platform/scheduler.hpp"

namespace serinus::chain {
namespace {

using primitives::BlockNumber;

/// Where the runtime itself looks for the hash: System.BlockHash, a map by Twox64Concat.
Bytes block_hash_key(BlockNumber number) {
    const auto encoded = scale::encode(number);
    return concat(hashing::twox_128(as_bytes("System")), hashing::twox_128(as_bytes("BlockHash")),
                  hashing::twox_64_concat(encoded));
}

/// The hashes of ancestors, each read once.
class AncestorHashes {
  public:
    AncestorHashes(state::Backend& state, const BlockId& parent)
        : state_(state), known_{{parent.number, parent.hash}} {}

    std::optional<Hash256> find(BlockNumber number) {
        if (const auto found = known_.find(number); found != known_.end()) return found->second;
        std::optional<Hash256> hash;
        const auto value = state_.get(state::Area::top(), block_hash_key(number));
        if (value && *value) hash = Hash256::from(**value);
        known_.emplace(number, hash);
        return hash;
    }

  private:
    state::Overlay state_;
    std::map<BlockNumber, std::optional<Hash256>> known_;
};

}  // namespace

SignatureForecast::Run SignatureForecast::start(const LoadedRuntime& loaded, state::Backend& parent_state,
                                                const BlockId& parent,
                                                std::span<const primitives::Extrinsic> extrinsics) {
    Run run;
    const auto& verdicts = executor_->verdicts();
    platform::Scheduler* const scheduler = executor_->scheduler();
    if (verdicts == nullptr || scheduler == nullptr) return run;
    const auto candidates = std::ranges::count_if(extrinsics, [](const auto& one) { return looks_signed(one); });
    if (static_cast<size_t>(candidates) < kLeastSignatures) {
        return run;
    }
    const auto layout = layout_of(loaded, parent_state);
    if (!layout) return run;

    AncestorHashes hashes(parent_state, parent);
    const PayloadFacts facts{.spec_version = loaded.version.spec_version,
                             .transaction_version = loaded.version.transaction_version,
                             .genesis = genesis_,
                             .number = parent.number + 1,
                             .hash_of = [&](BlockNumber of) { return hashes.find(of); }};
    std::vector<crypto::ExpectedSignature> expected;
    for (const auto& extrinsic : extrinsics) {
        if (auto one = expected_signature(extrinsic, *layout, facts)) expected.push_back(*std::move(one));
    }
    auto verifier = std::make_shared<crypto::AheadVerifier>(verdicts, std::move(expected));
    if (verifier->batch_count() == 0) return run;
    run.verifier_ = verifier;
    const size_t helpers = std::min(scheduler->parallelism() - 1, verifier->batch_count());
    for (size_t i = 0; i < helpers; ++i) {
        (void)scheduler->post(platform::WorkClass::kCpu, [verifier](std::stop_token) { verifier->help(); });
    }
    return run;
}

void SignatureForecast::learn(const LoadedRuntime& loaded, const Run& run) {
    if (run.verifier_ == nullptr || run.verifier_->asked() > 0) return;
    const std::lock_guard lock(mutex_);
    for (KnownRuntime& one : known_) {
        if (one.runtime.lock() == loaded.runtime) one.layout.reset();
    }
}

std::optional<PayloadLayout> SignatureForecast::layout_of(const LoadedRuntime& loaded, state::Backend& state) {
    {
        const std::lock_guard lock(mutex_);
        for (const KnownRuntime& one : known_) {
            if (one.runtime.lock() == loaded.runtime) return one.layout;
        }
    }
    state::Overlay overlay(state);
    const auto metadata = executor_->call(*loaded.runtime, "Metadata_metadata", {}, overlay);
    auto layout = metadata ? payload_layout_of(*metadata) : std::nullopt;
    const std::lock_guard lock(mutex_);
    known_.insert(known_.begin(), {loaded.runtime, layout});
    if (known_.size() > kKnownRuntimes) known_.pop_back();
    return layout;
}

}  // namespace serinus::chain
