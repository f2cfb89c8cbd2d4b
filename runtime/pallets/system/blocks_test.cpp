// Blocks with inherents, polls and migrations. Observed: frame-executive 42, frame-system 42
#include "crypto/ed25519.hpp"
#include "runtime/pallets/system/system.ipp"
#include "runtime/pallets/system/system_chain_test.hpp"
#include "runtime/sdk/executive.ipp"
#include "runtime/sdk/host/native/world_test.hpp"

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::frame_system::system_chain::SystemConfig>)
SERINUS_PALLET(serinus::pallet_probe::Pallet<serinus::frame_system::system_chain::ProbeConfig>)
SERINUS_EVENTS(serinus::frame_system::system_chain::Runtime)
SERINUS_RUNTIME(serinus::frame_system::system_chain::Runtime)

namespace serinus::frame_system {
namespace {

using namespace system_chain;
using pallet_probe::Step;
using Executive = sdk::Executive<Runtime>;
using Steps = std::vector<Step>;

const crypto::ed25519::Seed kSeed(ByteArray<32>{7});
const AccountId kSigner{crypto::ed25519::public_key_of(kSeed).bytes};
constexpr auto kExtensions = sdk::kDefaultWeights<ExtensionWeights>;
/// Of what immortal transactions carry here.
const Weight kExtensionWeight =
    kExtensions.check_non_zero_sender()
        .saturating_add(kExtensions.check_mortality_immortal_transaction().with_proof_size(0))
        .saturating_add(kExtensions.check_nonce())
        .saturating_add(kExtensions.check_weight())
        .saturating_add(kExtensions.weight_reclaim());

Bytes with_length(scale::Encoder content) { return scale::encode(std::move(content).finish()); }

Bytes signed_extrinsic(const RuntimeCall& call, Nonce nonce, const AccountId& who = kSigner) {
    Runtime::Extensions::Extra extra;
    std::get<2>(extra)._0 = {nonce};
    scale::Encoder payload;
    scale::encode_to(payload, call);
    scale::encode_to(payload, extra);
    scale::encode_to(payload, System::block_hash(0));
    const Bytes signed_bytes = std::move(payload).finish();
    scale::Encoder content;
    content.byte(0x84);
    scale::encode_to(content, LookupSource{LookupSource::Id{who}});
    scale::encode_to(content,
                     MultiSignature{MultiSignature::Ed25519{crypto::ed25519::sign(kSeed, signed_bytes).bytes}});
    scale::encode_to(content, extra);
    scale::encode_to(content, call);
    return with_length(std::move(content));
}

Bytes bare_extrinsic(const RuntimeCall& call) {
    scale::Encoder content;
    content.byte(0x05);
    scale::encode_to(content, call);
    return with_length(std::move(content));
}

template <class Case>
Bytes invalid(Case one) {
    return scale::encode(TransactionValidityError(one));
}
Bytes error_of(const auto& result) { return result ? Bytes() : scale::encode(result.error()); }

class BlocksTest : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        system_chain::spec_version = 1;
        World::SetUp();
        System::inc_providers(kSigner);
        System::storage.Number.put(0);
        Probe::storage.Steps.remove();
    }
    static primitives::Header header(BlockNumber number) {
        return {.parent_hash = {}, .number = {number}, .state_root = {}, .extrinsics_root = {}, .digest = {}};
    }
    static void apply(const Bytes& encoded) {
        const auto applied = Executive::apply_extrinsic(encoded);
        ASSERT_TRUE(applied) << to_hex(error_of(applied));
        EXPECT_TRUE(*applied);
    }
    static Steps steps() { return Probe::storage.Steps.take(); }
    static Weight normal_weight() { return System::block_weight().normal; }
    static Weight base_extrinsic() { return SystemConfig::kBlockWeights.get(DispatchClass::Normal).base_extrinsic; }
};

TEST_F(BlocksTest, InherentsEndBeforeTheFirstTransaction) {
    EXPECT_EQ(Executive::initialize_block(header(1)), ExtrinsicInclusionMode::AllExtrinsics);
    apply(bare_extrinsic(Probe::tick{}));
    apply(bare_extrinsic(Probe::tick{}));
    EXPECT_FALSE(System::inherents_applied());
    apply(signed_extrinsic(Probe::work{}, 0));
    EXPECT_TRUE(System::inherents_applied());
    apply(signed_extrinsic(Probe::work{}, 1));
    Executive::finalize_block();
    EXPECT_EQ(steps(), (Steps{Step::Initialize, Step::Inherent, Step::Inherent, Step::Poll, Step::Work, Step::Work,
                              Step::Idle}));
    EXPECT_FALSE(System::inherents_applied()) << "the next block begins anew";
}

TEST_F(BlocksTest, WithoutTransactionsInherentsEndWithTheBlock) {
    Executive::initialize_block(header(1));
    apply(bare_extrinsic(Probe::tick{}));
    const Weight before = System::block_weight().mandatory;
    Executive::finalize_block();
    EXPECT_EQ(steps(), (Steps{Step::Initialize, Step::Inherent, Step::Poll, Step::Idle}));
    EXPECT_EQ(System::block_weight().mandatory, before.saturating_add(Probe::kPollWeight));
}

// A transaction that may not be included leaves nothing, but in a module, where the host rolls the call back.
TEST_F(BlocksTest, ABadSignatureIsFoundBeforeInherentsEnd) {
    Executive::initialize_block(header(1));
    EXPECT_EQ(error_of(Executive::apply_extrinsic(signed_extrinsic(Probe::work{}, 0, sdk::test::kAlice))),
              invalid(InvalidTransaction::BadProof{}));
    EXPECT_FALSE(System::inherents_applied());
}

TEST_F(BlocksTest, ABlockThatIsExecutedIsTheOneThatWasBuilt) {
    const Bytes extrinsics[] = {bare_extrinsic(Probe::tick{}), signed_extrinsic(Probe::work{}, 0)};
    const auto before = sdk::native::state().entries();
    primitives::Header begin = header(1);
    begin.parent_hash = System::block_hash(0);
    Executive::initialize_block(begin);
    for (const Bytes& one : extrinsics) apply(one);
    const primitives::Header built = Executive::finalize_block();
    const auto after = sdk::native::state().entries();

    sdk::native::state().reset();
    for (const auto& [key, value] : before) host::set(key, value);
    const std::vector<Runtime::Extrinsic> body{{extrinsics[0]}, {extrinsics[1]}};
    Executive::execute_block(built, body);
    EXPECT_EQ(sdk::native::state().entries(), after);
}

TEST_F(BlocksTest, AnInherentBehindATransactionEndsTheBlock) {
    const Bytes transaction = signed_extrinsic(Probe::work{}, 0), inherent = bare_extrinsic(Probe::tick{});
    primitives::Header begin = header(1);
    begin.parent_hash = System::block_hash(0);
    const std::vector<Runtime::Extrinsic> body{{transaction}, {inherent}};
    EXPECT_THROW(Executive::execute_block(begin, body), sdk::native::Panic);
}

TEST_F(BlocksTest, WhileTheStateIsMigratedABlockHasInherentsAlone) {
    Probe::storage.BlocksLeft.put(2);
    SystemConfig::MultiBlockMigrator::step();  // nothing has begun
    EXPECT_EQ(steps(), Steps{});
    Probe::storage.Cursor.put({});

    EXPECT_EQ(Executive::initialize_block(header(1)), ExtrinsicInclusionMode::OnlyInherents);
    apply(bare_extrinsic(Probe::tick{}));
    const Weight before = System::block_weight().mandatory;
    Executive::finalize_block();
    EXPECT_EQ(steps(), (Steps{Step::Initialize, Step::Inherent, Step::Migrate})) << "no poll, nothing in idle time";
    EXPECT_EQ(System::block_weight().mandatory, before.saturating_add(Probe::kStepWeight));

    EXPECT_EQ(Executive::initialize_block(header(2)), ExtrinsicInclusionMode::OnlyInherents);
    Executive::finalize_block();
    EXPECT_EQ(steps(), (Steps{Step::Initialize, Step::Migrate, Step::Idle})) << "the last step";
    EXPECT_EQ(Executive::initialize_block(header(3)), ExtrinsicInclusionMode::AllExtrinsics);
}

TEST_F(BlocksTest, ATransactionInABlockOfAMigrationEndsIt) {
    Probe::storage.BlocksLeft.put(2);
    Probe::storage.Cursor.put({});
    const Bytes transaction = signed_extrinsic(Probe::work{}, 0);
    primitives::Header begin = header(1);
    begin.parent_hash = System::block_hash(0);
    const std::vector<Runtime::Extrinsic> body{{transaction}};
    EXPECT_THROW(Executive::execute_block(begin, body), sdk::native::Panic);
    Probe::storage.Cursor.remove();
}

TEST_F(BlocksTest, TheCodeStaysWhileTheStateIsMigrated) {
    Probe::storage.Cursor.put({});
    make_error(sdk::test::root(), System::set_code_without_checks{{1, 2, 3}},
               System::Error::MultiBlockMigrationsOngoing);
    make_error(sdk::test::root(), System::set_code{{1, 2, 3}}, System::Error::MultiBlockMigrationsOngoing);
    Probe::storage.Cursor.remove();
    make_ok(sdk::test::root(), System::set_code_without_checks{{1, 2, 3}});
}

// Migrations see the version before, and a pallet that nothing is stored of gets its version first.
TEST_F(BlocksTest, AnUpgradeGivesNewPalletsTheirVersions) {
    EXPECT_EQ(System::storage.LastRuntimeUpgrade.get()->spec_version.value, 1u);
    host::clear_prefix(twox_128("Probe"), std::nullopt);
    system_chain::spec_version = 2;
    Executive::initialize_block(header(1));
    EXPECT_EQ(steps(), (Steps{Step::Upgrade, Step::Initialize}));
    EXPECT_EQ(sdk::storage_version("Probe"), 3);
    EXPECT_EQ(System::storage.LastRuntimeUpgrade.get()->spec_version.value, 2u);
    const auto db = SystemConfig::kDbWeight;
    EXPECT_EQ(System::block_weight().mandatory,
              SystemConfig::kBlockWeights.base_block.saturating_add(db.reads_writes(2, 1)));

    sdk::put_storage_version("Probe", 1);
    system_chain::spec_version = 3;
    Executive::initialize_block(header(2));
    EXPECT_EQ(sdk::storage_version("Probe"), 1) << "a migration's matter";
    EXPECT_EQ(System::block_weight().mandatory, SystemConfig::kBlockWeights.base_block.saturating_add(db.reads(2)));
}

TEST_F(BlocksTest, AnExtrinsicTakesRoomForItsExtensionsAndItsBytes) {
    Executive::initialize_block(header(1));
    const Bytes encoded = signed_extrinsic(Probe::work{}, 0);
    apply(encoded);
    // The call did not use all of its weight; bytes are not given back.
    EXPECT_EQ(normal_weight(), Probe::kUsedWeight.saturating_add(kExtensionWeight)
                                   .saturating_add(base_extrinsic())
                                   .saturating_add(Weight::from_parts(0, encoded.size())));
    const Weight told = Probe::kUsedWeight.saturating_add(kExtensionWeight).saturating_add(base_extrinsic());
    EXPECT_TRUE(saw<System>(System::Event::ExtrinsicSuccess{{told, DispatchClass::Normal, Pays::Yes}}));
    EXPECT_FALSE(System::storage.ExtrinsicWeightReclaimed.exists());
}

TEST_F(BlocksTest, WhatWasGivenBackAlreadyIsNotGivenBackTwice) {
    Executive::initialize_block(header(1));
    const Bytes encoded = signed_extrinsic(Probe::work_and_reclaim{}, 0);
    apply(encoded);
    EXPECT_EQ(normal_weight(), Probe::kUsedWeight.saturating_add(kExtensionWeight)
                                   .saturating_add(base_extrinsic())
                                   .saturating_add(Weight::from_parts(0, encoded.size())));
}

TEST_F(BlocksTest, AnAccountThatNobodyKeepsAliveHasNoNonce) {
    ASSERT_TRUE(System::dec_providers(kSigner));
    Executive::initialize_block(header(1));
    EXPECT_EQ(error_of(Executive::apply_extrinsic(signed_extrinsic(Probe::work{}, 0))),
              invalid(InvalidTransaction::Payment{}));
}

TEST_F(BlocksTest, NoncesAreValidatedBeforeRoomIsTaken) {
    Executive::initialize_block(header(1));
    EXPECT_EQ(error_of(Executive::apply_extrinsic(signed_extrinsic(Probe::work{}, 1))),
              invalid(InvalidTransaction::Future{}));
    const auto valid =
        Executive::validate_transaction(TransactionSource::External, signed_extrinsic(Probe::work{}, 1), {});
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->requires_, std::vector<Bytes>{scale::encode(std::pair(kSigner, Nonce{0}))});
    EXPECT_EQ(valid->provides, std::vector<Bytes>{scale::encode(std::pair(kSigner, Nonce{1}))});
}

TEST_F(BlocksTest, ACallThatIsTooHeavyIsInvalidWithItsExtensions) {
    const Weight most = *SystemConfig::kBlockWeights.get(DispatchClass::Normal).max_extrinsic;
    const DispatchInfo info{most.saturating_sub(kExtensionWeight)
                                .saturating_add(Weight::from_parts(1, 0))
                                .saturating_add(kExtensionWeight)};
    using CheckWeight = extensions::check_weight::CheckWeight<SystemConfig>;
    const RuntimeCall call = Probe::work{};
    const TransactionView view{.signer = &kSigner, .call = call, .info = info, .length = 100, .source = {}};
    EXPECT_EQ(error_of(CheckWeight{}.validate(view)), invalid(InvalidTransaction::ExhaustsResources{}));
}

}  // namespace
}  // namespace serinus::frame_system
