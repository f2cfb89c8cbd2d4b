// Identity: registrars and judgements, read as a specification. Pallet: identity
#include "runtime/pallets/identity/identity_world_test.hpp"

namespace serinus::pallet_identity {
namespace {

using namespace identities;

Judgement is(auto judgement) { return {judgement}; }
const Judgement kReasonable = is(Judgement::Reasonable{});
const Judgement kErroneous = is(Judgement::Erroneous{});

class Registrars : public Identities {
  protected:
    static auto judgements(const AccountId& who) { return of(who)->judgements; }
    static RuntimeCall judge(RegistrarIndex registrar, const AccountId& who, const Judgement& judgement) {
        return Identity::provide_judgement{{registrar}, id(who), judgement, hash_of(who)};
    }
};

TEST_F(Registrars, AreAddedByGovernance) {
    make_error(signed_by(kEve), Identity::add_registrar{id(kEve)}, kBadOrigin);
    make_error(root(), Identity::add_registrar{nobody()}, DispatchError::CannotLookup{});
    const auto outcome = make_ok(root(), Identity::add_registrar{id(kEve)});
    expect_events({event<Identity>(E::RegistrarAdded{0})});
    EXPECT_EQ(outcome.actual_weight, sdk::kDefaultWeights<pallet_identity::Weights>.add_registrar(1));
    EXPECT_EQ(Identity::add_registrar{}.weight(), sdk::kDefaultWeights<pallet_identity::Weights>.add_registrar(20));
    EXPECT_EQ(Identity::storage.Registrars.get()[0], (Identity::Registrar{kEve, 0, {}}));
}

TEST_F(Registrars, AreAtMost20) {
    for (int i = 0; i < 20; ++i) add_registrar(kEve);
    make_error(root(), Identity::add_registrar{id(kEve)}, Error::TooManyRegistrars);
}

TEST_F(Registrars, SetTheirFeeFieldsAndAccount) {
    constexpr auto kW = sdk::kDefaultWeights<pallet_identity::Weights>;
    add_registrar(kEve);
    EXPECT_EQ(make_ok(signed_by(kEve), Identity::set_fee{{0}, {5}}).actual_weight, kW.set_fee(1));
    EXPECT_EQ(make_ok(signed_by(kEve), Identity::set_fields{{0}, {3}}).actual_weight, kW.set_fields(1));
    EXPECT_EQ(make_ok(signed_by(kEve), Identity::set_account_id{{0}, id(kDave)}).actual_weight, kW.set_account_id(1));
    expect_events({});
    EXPECT_EQ(Identity::storage.Registrars.get()[0], (Identity::Registrar{kDave, 5, {3}}));
    for (const RegistrarIndex index : {0u, 1u}) {
        make_error(signed_by(kEve), Identity::set_fee{{index}, {5}}, Error::InvalidIndex);
        make_error(signed_by(kEve), Identity::set_fields{{index}, {3}}, Error::InvalidIndex);
        make_error(signed_by(kEve), Identity::set_account_id{{index}, id(kEve)}, Error::InvalidIndex);
    }
    make_error(signed_by(kDave), Identity::set_account_id{{0}, nobody()}, DispatchError::CannotLookup{});
    make_error(root(), Identity::set_fee{{0}, {5}}, kBadOrigin);
    make_error(root(), Identity::set_fields{{0}, {3}}, kBadOrigin);
    make_error(root(), Identity::set_account_id{{0}, id(kEve)}, kBadOrigin);
    EXPECT_EQ(Identity::set_fee{}.weight(), kW.set_fee(20));
    EXPECT_EQ(Identity::set_fields{}.weight(), kW.set_fields(20));
    EXPECT_EQ(Identity::set_account_id{}.weight(), kW.set_account_id(20));
}

TEST_F(Registrars, AreAskedForAFee) {
    add_registrar(kEve, 7 * kUnit);
    set(kAlice, 2);
    const auto outcome = make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {8 * kUnit}});
    expect_events({event<Balances>(Balances::Event::Reserved{kAlice, 7 * kUnit}),
                   event<Identity>(E::JudgementRequested{kAlice, 0})});
    EXPECT_EQ(outcome.actual_weight, sdk::kDefaultWeights<pallet_identity::Weights>.request_judgement(1, 2));
    EXPECT_EQ(Identity::request_judgement{}.weight(),
              sdk::kDefaultWeights<pallet_identity::Weights>.request_judgement(20, 100));
    EXPECT_EQ(judgements(kAlice)[0], (std::tuple{RegistrarIndex{0}, is(Judgement::FeePaid{7 * kUnit})}));
}

TEST_F(Registrars, CannotBeAskedInVain) {
    make_error(root(), Identity::request_judgement{{0}, {0}}, kBadOrigin);
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {0}}, Error::EmptyIndex);
    add_registrar(kEve, 7 * kUnit);
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit - 1}}, Error::FeeChanged);
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}}, Error::NoIdentity);
    set(kAlice);
    endow(kAlice, kUnit);
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}}, Balances::Error::InsufficientBalance);
    endow(kAlice, 100 * kUnit);
    make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}});
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}}, Error::StickyJudgement);
    make_ok(signed_by(kEve), judge(0, kAlice, kErroneous));
    make_error(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}}, Error::StickyJudgement);
    make_ok(signed_by(kEve), judge(0, kAlice, kReasonable));
    make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}});
}

TEST_F(Registrars, GiveTheFeeBackIfTheyAreNotAskedAnyMore) {
    add_registrar(kEve, 7 * kUnit);
    make_error(root(), Identity::cancel_request{0}, kBadOrigin);
    make_error(signed_by(kAlice), Identity::cancel_request{0}, Error::NoIdentity);
    set(kAlice, 2);
    make_error(signed_by(kAlice), Identity::cancel_request{0}, Error::NotFound);
    make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}});
    const auto outcome = make_ok(signed_by(kAlice), Identity::cancel_request{0});
    expect_events({event<Balances>(Balances::Event::Unreserved{kAlice, 7 * kUnit}),
                   event<Identity>(E::JudgementUnrequested{kAlice, 0})});
    EXPECT_EQ(outcome.actual_weight, sdk::kDefaultWeights<pallet_identity::Weights>.cancel_request(0, 2));
    EXPECT_EQ(Identity::cancel_request{}.weight(),
              sdk::kDefaultWeights<pallet_identity::Weights>.cancel_request(20, 100));
    make_ok(signed_by(kEve), judge(0, kAlice, kReasonable));
    make_error(signed_by(kAlice), Identity::cancel_request{0}, Error::JudgementGiven);
}

TEST_F(Registrars, JudgeAndArePaid) {
    add_registrar(kEve, 7 * kUnit);
    set(kAlice, 2);
    make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {7 * kUnit}});
    const auto outcome = make_ok(signed_by(kEve), judge(0, kAlice, kReasonable));
    expect_events({event<Balances>(Balances::Event::ReserveRepatriated{kAlice, kEve, 7 * kUnit, BalanceStatus::Free}),
                   event<Identity>(E::JudgementGiven{kAlice, 0})});
    EXPECT_EQ(outcome.actual_weight, sdk::kDefaultWeights<pallet_identity::Weights>.provide_judgement(1, 2));
    EXPECT_EQ(Identity::provide_judgement{}.weight(),
              sdk::kDefaultWeights<pallet_identity::Weights>.provide_judgement(20, 100));
    EXPECT_EQ(judgements(kAlice)[0], (std::tuple{RegistrarIndex{0}, kReasonable}));
    // Again, unasked and unpaid.
    make_ok(signed_by(kEve), judge(0, kAlice, kErroneous));
    expect_events({event<Identity>(E::JudgementGiven{kAlice, 0})});
}

TEST_F(Registrars, JudgeOnlyWhatIsThere) {
    add_registrar(kEve);
    set(kAlice);
    make_error(root(), judge(0, kAlice, kReasonable), kBadOrigin);
    make_error(signed_by(kDave), judge(0, kAlice, kReasonable), Error::InvalidIndex);
    make_error(signed_by(kEve), judge(1, kAlice, kReasonable), Error::InvalidIndex);
    make_error(signed_by(kEve), judge(0, kAlice, is(Judgement::FeePaid{1})), Error::InvalidJudgement);
    make_error(signed_by(kEve), Identity::provide_judgement{{0}, id(kBob), kReasonable, {}}, Error::InvalidTarget);
    make_error(signed_by(kEve), Identity::provide_judgement{{0}, nobody(), kReasonable, {}},
               DispatchError::CannotLookup{});
    make_error(signed_by(kEve), Identity::provide_judgement{{0}, id(kAlice), kReasonable, {}},
               Error::JudgementForDifferentIdentity);
}

// The account of a registrar that is gone can take no fee below the existential deposit.
TEST_F(Registrars, DoNotJudgeIfTheyCannotBePaid) {
    const AccountId poor = account(1);
    endow(poor, kUnit);
    add_registrar(poor, 1000);
    set(kAlice);
    make_ok(signed_by(kAlice), Identity::request_judgement{{0}, {1000}});
    endow(poor, 0);
    make_error(signed_by(poor), judge(0, kAlice, kReasonable), Error::JudgementPaymentFailed);
}

TEST_F(Registrars, KeepTheirJudgementsInOrder) {
    for (int i = 0; i < 3; ++i) add_registrar(kEve);
    set(kAlice);
    for (const RegistrarIndex i : {2u, 0u, 1u}) make_ok(signed_by(kEve), judge(i, kAlice, kReasonable));
    for (RegistrarIndex i = 0; i < 3; ++i) EXPECT_EQ(std::get<0>(judgements(kAlice)[i]), i);
}

// Judgements were about the old identity; paid requests and warnings stay.
TEST_F(Registrars, LoseTheirJudgementsWhenTheIdentityChanges) {
    for (int i = 0; i < 3; ++i) add_registrar(kEve);
    set(kAlice);
    make_ok(signed_by(kEve), judge(0, kAlice, kReasonable));
    make_ok(signed_by(kEve), judge(1, kAlice, kErroneous));
    make_ok(signed_by(kAlice), Identity::request_judgement{{2}, {0}});
    const auto outcome = make_ok(signed_by(kAlice), Identity::set_identity{info("Alicia", 1)});
    EXPECT_EQ(outcome.actual_weight, sdk::kDefaultWeights<pallet_identity::Weights>.set_identity(2, 1));
    ASSERT_EQ(judgements(kAlice).size(), 2u);
    EXPECT_EQ(judgements(kAlice)[0], (std::tuple{RegistrarIndex{1}, kErroneous}));
    EXPECT_EQ(judgements(kAlice)[1], (std::tuple{RegistrarIndex{2}, is(Judgement::FeePaid{0})}));
}

}  // namespace
}  // namespace serinus::pallet_identity
