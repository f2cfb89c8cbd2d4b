// The declared calls of runtime APIs, answered by the real runtimes of Kusama on genesis states that they make.
#include <gtest/gtest.h>

#include "chain/import/runtime_source.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/genesis_state.hpp"
#include "runtime_api/account_nonce.hpp"
#include "runtime_api/authority_discovery.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/beefy/beefy.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/genesis_builder.hpp"
#include "runtime_api/grandpa.hpp"
#include "runtime_api/metadata.hpp"
#include "runtime_api/mmr.hpp"
#include "runtime_api/nomination_pools.hpp"
#include "runtime_api/on_state.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"
#include "runtime_api/session_keys.hpp"
#include "runtime_api/staking.hpp"
#include "runtime_api/transaction_payment.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using namespace runtime_api;
using executor::CallError;

struct RealRuntime {
    const char* file;
    uint32_t parachain_host;  ///< version of the API
};

/// Answers on one state, for any block.
class OneState final : public BlockExecutor {
  public:
    OneState(executor::Executor& executor, const chain::RawGenesis& genesis) : executor_(executor) {
        EXPECT_TRUE(state_.apply(chain::changes_of(genesis), chain::state_version_of(genesis).value()));
        state::Overlay overlay(state_);
        loaded_ = chain::RuntimeSource(executor_, {}).load(overlay, 0).value();
    }

    OrCallError<Bytes> execute(const Hash256&, std::string_view name, BytesView arguments,
                               const executor::CallContext& context) override {
        state::Overlay overlay(state_);
        return executor_.call(*loaded_.runtime, name, arguments, overlay, context);
    }
    OrCallError<std::optional<uint32_t>> find_api(const Hash256&, std::string_view api) override {
        return loaded_.find_api(api);
    }

  private:
    executor::Executor& executor_;
    state::MemoryBackend state_;
    chain::LoadedRuntime loaded_;
};

class RuntimeApis : public testing::TestWithParam<RealRuntime> {
  protected:
    void SetUp() override {
        const auto path = shared_data("runtimes/" + std::string(GetParam().file));
        if (!path) GTEST_SKIP() << kNoSharedData;
        const Bytes code = to_bytes(as_bytes(read_file(*path)));
        const auto runtime = executor_.runtime_of_code(code, std::nullopt);
        ASSERT_TRUE(runtime) << runtime.error().reason;
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        auto preset = call({executor_, **runtime, overlay}, genesis_builder::kGetPreset, "local_testnet");
        ASSERT_TRUE(preset && *preset);
        auto genesis = chain::build_genesis(
            {.form = chain::RuntimeGenesis::Form::kPatch, .config = chain::JsonText{**std::move(preset)}, .code = code},
            executor_);
        ASSERT_TRUE(genesis) << genesis.error().to_string();
        state_ = std::make_unique<OneState>(executor_, *genesis);
        calls_ = std::make_unique<BlockCalls>(*state_);
    }

    /// The answer, which must be of the declared type.
    template <class Value, class... Arguments>
    Value ask(const Call<Value(Arguments...)>& what, const std::type_identity_t<Arguments>&... arguments) {
        auto answer = what.reuse == Reuse::kInSession ? calls_->in_session(0, {}, what, arguments...)
                                                      : calls_->ask({}, what, arguments...);
        EXPECT_TRUE(answer) << answer.error().reason;
        return answer ? *std::move(answer) : scale::initial<Value>();
    }
    /// The same if the runtime's ParachainHost has the call; if not, the error says so.
    template <class Value, class... Arguments>
    std::optional<Value> ask_if_there(const Call<Value(Arguments...)>& what,
                                      const std::type_identity_t<Arguments>&... arguments) {
        if (what.versions.contains(GetParam().parachain_host)) return ask(what, arguments...);
        auto answer = what.reuse == Reuse::kInSession ? calls_->in_session(0, {}, what, arguments...)
                                                      : calls_->ask({}, what, arguments...);
        EXPECT_FALSE(answer) << what.name;
        if (!answer) EXPECT_EQ(answer.error().kind, CallError::Kind::kNoSuchMethod) << what.name;
        return std::nullopt;
    }

    executor::Executor executor_;
    std::unique_ptr<OneState> state_;
    std::unique_ptr<BlockCalls> calls_;
};

// Spec: sect-rte-babeapi-epoch, sect-grandpa-api, sect-rte-authoritydiscoveryapi-authorities
TEST_P(RuntimeApis, OfConsensusAnswerWhatTheGenesisSays) {
    const auto configuration = ask(babe::kConfiguration);
    EXPECT_EQ(configuration.authorities.size(), 2u);
    EXPECT_EQ(configuration.slot_duration_ms, 6'000u);
    const auto epoch = ask(babe::kCurrentEpoch);
    EXPECT_EQ(epoch.length, configuration.epoch_length);
    EXPECT_EQ(epoch.authorities, configuration.authorities);
    EXPECT_EQ(ask(babe::kNextEpoch).index, epoch.index + 1);
    EXPECT_EQ(ask(grandpa::kAuthorities).size(), 2u);
    EXPECT_EQ(ask(grandpa::kCurrentSetId), 0u);
    EXPECT_EQ(ask(authority_discovery::kAuthorities).size(), 2u);
    const auto beefy = ask(beefy::kValidatorSet);
    ASSERT_TRUE(beefy);
    EXPECT_EQ(beefy->validators.size(), 2u);
    (void)ask(beefy::kGenesis);
    EXPECT_TRUE(ask(mmr::kLeafCount));
    EXPECT_TRUE(ask(mmr::kRoot));
}

// Spec: sect-accountnonceapi-account-nonce, sect-rte-metadata, sect-rte-transactionpaymentapi-query-info
TEST_P(RuntimeApis, OfUsersAnswer) {
    EXPECT_EQ(ask(account_nonce::kAccountNonce, {}), 0u);
    EXPECT_GT(ask(staking::kNominationsQuota, 1'000'000'000'000), 0u);
    EXPECT_EQ(ask(nomination_pools::kPendingRewards, {}), 0u);
    EXPECT_FALSE(ask(metadata::kMetadataVersions).empty());
    EXPECT_GT(ask(metadata::kMetadata).size(), 100'000u);
    EXPECT_FALSE(ask(metadata::kMetadataAtVersion, 999));
    EXPECT_FALSE(ask(session_keys::kDecode, Bytes{1, 2, 3}));
    EXPECT_FALSE(ask(genesis_builder::kPresetNames).empty());
    // System.remark of three bytes.
    const Bytes remark = {0, 0, 12, 1, 2, 3};
    EXPECT_GT(ask(transaction_payment::kQueryCallInfo, {remark}, 6).weight.ref_time_ps.value, 0u);
}

TEST_P(RuntimeApis, OfParachainsAnswerByTheirVersion) {
    namespace host = parachain_host;
    const auto version = calls_->find_api({}, host::kValidators);
    ASSERT_TRUE(version);
    EXPECT_EQ(*version, GetParam().parachain_host);

    EXPECT_EQ(ask(host::kSessionIndexForChild), 0u);
    EXPECT_EQ(ask(host::kValidators).size(), 2u);
    const auto [groups, rotation] = ask(host::kValidatorGroups);
    EXPECT_EQ(rotation.now, 1u);
    (void)ask(host::kAvailabilityCores);
    (void)ask(host::kOnChainVotes);
    (void)ask(host::kSessionInfo, 0);
    const host::ParaId para{1'000};
    const auto free = polkadot_primitives::v5::OccupiedCoreAssumption::Free;
    EXPECT_FALSE(ask(host::kPersistedValidationData, para, free));
    EXPECT_FALSE(ask(host::kAssumedValidationData, para, {}));
    (void)ask(host::kCheckValidationOutputs, para, {});
    EXPECT_FALSE(ask(host::kValidationCode, para, free));
    EXPECT_FALSE(ask(host::kValidationCodeHash, para, free));
    EXPECT_FALSE(ask(host::kValidationCodeByHash, {}));
    EXPECT_FALSE(ask(host::kCandidatePendingAvailability, para));
    EXPECT_TRUE(ask(host::kCandidateEvents).empty());
    EXPECT_TRUE(ask(host::kPvfsRequirePrecheck).empty());
    EXPECT_TRUE(ask(host::kDmqContents, para).empty());
    EXPECT_TRUE(ask(host::kInboundHrmpChannelsContents, para).empty());
    EXPECT_TRUE(ask(host::kDisputes).empty());
    EXPECT_TRUE(ask(host::kUnappliedSlashes).empty());
    EXPECT_TRUE(ask(host::kKeyOwnershipProof, ask(host::kValidators)[0]));
    EXPECT_TRUE(ask(host::kSessionExecutorParams<Encoded>, 0));

    EXPECT_GT(ask_if_there(host::kMinimumBackingVotes).value_or(1), 0u);
    (void)ask_if_there(host::kAsyncBackingParams);
    (void)ask_if_there(host::kParaBackingState, para);
    EXPECT_TRUE(ask_if_there(host::kDisabledValidators).value_or(std::vector<host::v5::ValidatorIndex>()).empty());
    (void)ask_if_there(host::kNodeFeatures);
    EXPECT_GT(
        ask_if_there(host::kApprovalVotingParams).value_or(host::ApprovalVotingParams()).max_approval_coalesce_count,
        0u);
    (void)ask_if_there(host::kClaimQueue);
    EXPECT_TRUE(ask_if_there(host::kCandidatesPendingAvailability, para)
                    .value_or(std::vector<host::v5::CommittedCandidateReceipt>())
                    .empty());
    EXPECT_GT(ask_if_there(host::kValidationCodeBombLimit).value_or(1), 0u);
    (void)ask_if_there(host::kBackingConstraints, para);
    EXPECT_GT(ask_if_there(host::kSchedulingLookahead).value_or(1), 0u);
    (void)ask_if_there(host::kParaIds);
    (void)ask_if_there(host::kUnappliedSlashesV2);
    (void)ask_if_there(host::kMaxRelayParentSessionAge);
    (void)ask_if_there(host::kAncestorRelayParentInfo, 0, Hash256());
}

TEST_P(RuntimeApis, AreExecutedOnceForABlock) {
    const auto first = ask(parachain_host::kValidators);
    EXPECT_EQ(ask(parachain_host::kValidators), first);
    EXPECT_EQ(calls_->cache().figures().asked, 1u);
    EXPECT_EQ(calls_->cache().figures().found, 1u);
}

TEST_P(RuntimeApis, ATrapIsAnErrorThatIsNotKept) {
    const auto answer = calls_->execute_encoded({}, parachain_host::kSessionInfo, {}, Bytes{1});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, CallError::Kind::kTrap) << answer.error().reason;
    EXPECT_EQ(calls_->cache().figures().entries, 0u);
}

INSTANTIATE_TEST_SUITE_P(Kusama, RuntimeApis,
                         testing::Values(RealRuntime{"kusama-1007001-fast.compact.compressed.wasm", 13},
                                         RealRuntime{"kusama-2003002-fast.compact.compressed.wasm", 16}),
                         [](const auto& test) { return "ParachainHost" + std::to_string(test.param.parachain_host); });

}  // namespace
}  // namespace serinus::test
