// Codes that are authorized by their hash and applied by anybody. Pallet: frame-system 42
#include "runtime/pallets/system/system_chain_test.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::frame_system {
namespace {

using namespace system_chain;
using namespace sdk::test;
using Event = System::Event;
using Error = System::Error;
using Apply = System::apply_authorized_upgrade;

const Bytes kCode{0, 'a', 's', 'm'};
const Hash256 kHash = host::blake2_256(kCode);

class AuthorizedUpgrade : public World<Runtime> {
  protected:
    /// What the code says of its version; without it, the host finds none.
    static void set_version(const std::string& spec_name, uint32_t spec_version) {
        sdk::RuntimeVersion version;
        version.spec_name = spec_name;
        version.spec_version = spec_version;
        native::state().runtime_versions[kCode] = scale::encode(version);
    }
    static bool is_code_replaced() { return host::get(as_bytes(":code")) == kCode; }
};

TEST_F(AuthorizedUpgrade, RootAuthorizesAHash) {
    make_error(signed_by(kAlice), System::authorize_upgrade{kHash}, kBadOrigin);
    make_error(signed_by(kAlice), System::authorize_upgrade_without_checks{kHash}, kBadOrigin);
    make_ok(root(), System::authorize_upgrade{kHash});
    expect_events({event<System>(Event::UpgradeAuthorized{kHash, true})});
    EXPECT_EQ(System::storage.AuthorizedUpgrade.get(), (CodeUpgradeAuthorization{kHash, true}));
    make_ok(root(), System::authorize_upgrade_without_checks{kHash});
    expect_events({event<System>(Event::UpgradeAuthorized{kHash, false})});
    EXPECT_EQ(System::storage.AuthorizedUpgrade.get(), (CodeUpgradeAuthorization{kHash, false}));
}

TEST_F(AuthorizedUpgrade, AnybodyAppliesTheCodeOnceFreeOfCharge) {
    make_error(none(), Apply{kCode}, Error::NothingAuthorized);
    make_ok(root(), System::authorize_upgrade{kHash});
    make_error(signed_by(kAlice), Apply{{1, 2, 3}}, Error::Unauthorized);
    set_version("chain", 2);
    const PostDispatchInfo post = make_ok(signed_by(kAlice), Apply{kCode});
    EXPECT_EQ(post, (PostDispatchInfo{SystemConfig::kBlockWeights.max_block, Pays::No}));
    expect_events({event<System>(Event::CodeUpdated{})});
    EXPECT_TRUE(is_code_replaced());
    make_error(none(), Apply{kCode}, Error::NothingAuthorized);
}

TEST_F(AuthorizedUpgrade, ACodeThatIsNotFitLosesItsAuthorizationFreeOfCharge) {
    const auto rejects = [](Error error) {
        make_ok(root(), System::authorize_upgrade{kHash});
        const PostDispatchInfo post = make_ok(none(), Apply{kCode});
        EXPECT_EQ(post, (PostDispatchInfo{std::nullopt, Pays::No}));
        expect_events({event<System>(Event::RejectedInvalidAuthorizedUpgrade{kHash, error})});
        EXPECT_FALSE(System::storage.AuthorizedUpgrade.exists());
    };
    rejects(Error::FailedToExtractRuntimeVersion);
    set_version("other", 2);
    rejects(Error::InvalidSpecName);
    set_version("chain", 1);
    rejects(Error::SpecVersionNeedsToIncrease);
    EXPECT_FALSE(is_code_replaced());
}

TEST_F(AuthorizedUpgrade, WithoutChecksAnyCodeIsFit) {
    make_ok(root(), System::authorize_upgrade_without_checks{kHash});
    make_ok(none(), Apply{kCode});
    EXPECT_TRUE(is_code_replaced());
}

TEST_F(AuthorizedUpgrade, AMigrationKeepsTheCodeAndTheAuthorization) {
    make_ok(root(), System::authorize_upgrade_without_checks{kHash});
    Probe::storage.Cursor.put({});
    make_error(none(), Apply{kCode}, Error::MultiBlockMigrationsOngoing);
    EXPECT_FALSE(System::validate_unsigned(TransactionSource::External, Apply{kCode}));
    Probe::storage.Cursor.remove();
    make_ok(none(), Apply{kCode});
}

TEST_F(AuthorizedUpgrade, ThePoolTakesTheCodeFromAnybodyBeforeAllElse) {
    EXPECT_FALSE(System::validate_unsigned(TransactionSource::External, Apply{kCode}));
    make_ok(root(), System::authorize_upgrade{kHash});
    // Whether the version is fit is seen when it is applied.
    const auto valid = System::validate_unsigned(TransactionSource::External, Apply{kCode});
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, max_value<uint64_t>());
    EXPECT_EQ(valid->provides, std::vector<Bytes>{scale::encode(kHash)});
    EXPECT_TRUE(valid->requires_.empty());
    EXPECT_EQ(valid->longevity, max_value<uint64_t>());
    EXPECT_TRUE(valid->propagate);
    EXPECT_FALSE(System::validate_unsigned(TransactionSource::External, Apply{{1, 2, 3}}));
    EXPECT_FALSE(System::validate_unsigned(TransactionSource::External, System::remark{kCode}));
}

}  // namespace
}  // namespace serinus::frame_system
