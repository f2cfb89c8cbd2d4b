#include "chain/import/signature_forecast.hpp"

#include <algorithm>
#include <map>

#include "base/bytes.hpp"
#include "chain/import/inherent_signatures.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "platform/scheduler.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "runtime_api/on_state.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::chain {
namespace {

namespace parachain_host = runtime_api::parachain_host;
namespace v5 = polkadot_primitives::v5;
namespace v9 = polkadot_primitives::v9;
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

/// What a runtime says of the validators of parachains. What it does not say stays empty.
class RuntimeFacts {
  public:
    RuntimeFacts(executor::Executor& executor, const LoadedRuntime& loaded, state::Backend& state,
                 AncestorHashes& ancestors)
        : executor_(executor), loaded_(loaded), state_(state), ancestors_(ancestors) {}

    ParachainFacts of(const v9::InherentData& inherent, const BlockId& parent) {
        ParachainFacts facts;
        facts.context = {.session_index = ask(parachain_host::kSessionIndexForChild), .parent_hash = parent.hash};
        facts.validators = ask(parachain_host::kValidators);
        facts.validators_of = [this](uint32_t session) { return validators_of(session); };
        if (inherent.backed_candidates.empty()) return facts;
        std::tie(facts.groups, facts.rotation) = ask(parachain_host::kValidatorGroups);
        facts.number_of = [this, parent](const Hash256& hash) { return number_of(hash, parent); };
        return facts;
    }

  private:
    static constexpr size_t kMostSessions = 8;  ///< that disputes are about
    /// How far behind the parent blocks are looked for that candidates are scheduled by: more than runtimes allow.
    static constexpr BlockNumber kMostAncestors = 16;

    template <class T, class... Arguments>
    T ask(const runtime_api::Call<T(Arguments...)>& call, const std::type_identity_t<Arguments>&... arguments) {
        state::Overlay overlay(state_);
        auto value = runtime_api::call({executor_, *loaded_.runtime, overlay}, call, arguments...);
        return value ? *std::move(value) : T{};
    }

    std::optional<BlockNumber> number_of(const Hash256& hash, const BlockId& parent) {
        for (BlockNumber back = 0; back <= std::min(kMostAncestors, parent.number); ++back) {
            if (ancestors_.find(parent.number - back) == hash) return parent.number - back;
        }
        return std::nullopt;
    }

    const std::vector<v5::ValidatorId>* validators_of(uint32_t session) {
        const auto known = sessions_.find(session);
        if (known != sessions_.end()) return &known->second;
        if (sessions_.size() == kMostSessions) return nullptr;
        auto info = ask(parachain_host::kSessionInfo, session);
        return &(sessions_[session] = info ? std::move(info->validators._0) : std::vector<v5::ValidatorId>());
    }

    executor::Executor& executor_;
    const LoadedRuntime& loaded_;
    state::Backend& state_;
    AncestorHashes& ancestors_;
    std::map<uint32_t, std::vector<v5::ValidatorId>> sessions_;
};

/// Fewer signatures are not worth a forecast.
constexpr size_t kLeastSignatures = 2;
/// The same for an inherent, for which the runtime is asked about validators and cores.
constexpr size_t kLeastInherentSignatures = 8;
constexpr size_t kLeastInherentBytes = kLeastInherentSignatures * 64;

bool may_be_inherent(const primitives::Extrinsic& one) {
    return one.size() >= kLeastInherentBytes && !looks_signed(one);
}

bool has_transactions(std::span<const primitives::Extrinsic> extrinsics) {
    const auto count = std::ranges::count_if(extrinsics, [](const auto& one) { return looks_signed(one); });
    return static_cast<size_t>(count) >= kLeastSignatures;
}

}  // namespace

SignatureForecast::Run SignatureForecast::start(const LoadedRuntime& loaded, state::Backend& parent_state,
                                                const BlockId& parent,
                                                std::span<const primitives::Extrinsic> extrinsics, Run early) {
    const bool may_have_inherent = std::ranges::any_of(extrinsics, may_be_inherent);
    if (early.verifier_ != nullptr && !may_have_inherent) return early;
    Run run;
    if (executor_->verdicts() == nullptr || executor_->scheduler() == nullptr) return run;
    run.has_transactions_ = has_transactions(extrinsics);
    if (!run.has_transactions_ && !may_have_inherent) return run;
    const KnownRuntime known = known_runtime(loaded, parent_state);

    std::vector<crypto::ExpectedSignature> expected;
    AncestorHashes hashes(parent_state, parent);
    if (known.para_inherent) {
        for (const auto& extrinsic : extrinsics) {
            if (!may_be_inherent(extrinsic)) continue;
            const auto inherent = para_inherent_in(extrinsic, *known.para_inherent);
            if (!inherent || signature_count(*inherent) < kLeastInherentSignatures) continue;
            RuntimeFacts facts(*executor_, loaded, parent_state, hashes);
            expected = expected_signatures(*inherent, facts.of(*inherent, parent));
            break;
        }
    }
    if (run.has_transactions_ && known.layout) {
        const auto hash_of = [&](BlockNumber of) { return hashes.find(of); };
        expect_transactions(loaded, *known.layout, parent.number + 1, hash_of, extrinsics, expected);
    }
    verify(std::move(expected), run);
    return run;
}

SignatureForecast::Run SignatureForecast::start_early(const LoadedRuntime& loaded, BlockNumber number, HashOf hash_of,
                                                      std::span<const primitives::Extrinsic> extrinsics) {
    Run run;
    if (executor_->verdicts() == nullptr || executor_->scheduler() == nullptr) return run;
    run.has_transactions_ = has_transactions(extrinsics);
    if (!run.has_transactions_) return run;
    const auto known = find_runtime(loaded);
    if (!known || !known->layout) return run;
    std::vector<crypto::ExpectedSignature> expected;
    expect_transactions(loaded, *known->layout, number, std::move(hash_of), extrinsics, expected);
    verify(std::move(expected), run);
    return run;
}

void SignatureForecast::expect_transactions(const LoadedRuntime& loaded, const PayloadLayout& layout,
                                            BlockNumber number, HashOf hash_of,
                                            std::span<const primitives::Extrinsic> extrinsics,
                                            std::vector<crypto::ExpectedSignature>& expected) const {
    const PayloadFacts facts{.spec_version = loaded.version.spec_version,
                             .transaction_version = loaded.version.transaction_version,
                             .genesis = genesis_,
                             .number = number,
                             .hash_of = std::move(hash_of)};
    for (const auto& extrinsic : extrinsics) {
        if (auto one = expected_signature(extrinsic, layout, facts)) expected.push_back(*std::move(one));
    }
}

void SignatureForecast::verify(std::vector<crypto::ExpectedSignature> expected, Run& run) {
    platform::Scheduler* const scheduler = executor_->scheduler();
    auto verifier = std::make_shared<crypto::AheadVerifier>(executor_->verdicts(), std::move(expected));
    if (verifier->batch_count() == 0) return;
    run.verifier_ = verifier;
    const size_t helpers = std::min(scheduler->parallelism() - 1, verifier->batch_count());
    for (size_t i = 0; i < helpers; ++i) {
        (void)scheduler->post(platform::WorkClass::kCpu, [verifier](std::stop_token) { verifier->help(); });
    }
}

void SignatureForecast::learn(const LoadedRuntime& loaded, const Run& run) {
    if (run.verifier_ == nullptr || run.verifier_->asked() > 0) return;
    const std::lock_guard lock(mutex_);
    for (KnownRuntime& one : known_) {
        if (one.runtime.lock() != loaded.runtime) continue;
        if (run.has_transactions_) one.layout.reset();
        one.para_inherent.reset();
    }
}

std::optional<SignatureForecast::KnownRuntime> SignatureForecast::find_runtime(const LoadedRuntime& loaded) {
    const std::lock_guard lock(mutex_);
    for (const KnownRuntime& one : known_) {
        if (one.runtime.lock() == loaded.runtime) return one;
    }
    return std::nullopt;
}

SignatureForecast::KnownRuntime SignatureForecast::known_runtime(const LoadedRuntime& loaded, state::Backend& state) {
    if (auto known = find_runtime(loaded)) return *std::move(known);
    state::Overlay overlay(state);
    KnownRuntime found{.runtime = loaded.runtime, .layout = {}, .para_inherent = {}};
    const auto encoded = runtime_api::newest_metadata({*executor_, *loaded.runtime, overlay});
    if (encoded) {
        found.layout = payload_layout_of(*encoded);
        found.para_inherent = para_inherent_pallet_of(*encoded);
    }
    const std::lock_guard lock(mutex_);
    known_.insert(known_.begin(), found);
    if (known_.size() > kKnownRuntimes) known_.pop_back();
    return found;
}

}  // namespace serinus::chain
