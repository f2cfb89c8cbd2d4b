// What a configuration of System may choose: which calls pass, where a new code goes, what addresses name.
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/system.ipp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/world_test.hpp"

namespace serinus::frame_system::chain {

using System = Pallet<struct SystemConfig>;

struct Filter {
    static bool contains(const RuntimeCall& call);
};
/// The last code that was set.
struct Announced {
    static inline Bytes code;
    static DispatchResult set_code(const Bytes& next) {
        code = next;
        return {};
    }
};
/// An account, or 20 times its byte.
struct Short {
    static std::optional<AccountId> lookup(const LookupSource& address) {
        if (const auto* const id = std::get_if<LookupSource::Id>(&address.v)) return id->_0;
        const auto* const bytes = std::get_if<LookupSource::Address20>(&address.v);
        return bytes ? std::optional(sdk::test::account(bytes->_0[0])) : std::nullopt;
    }
};

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = Unit;
    using BaseCallFilter = Filter;
    using OnSetCode = Announced;
    using Lookup = Short;
    static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
    static RuntimeVersion version() { return {}; }
};
bool Filter::contains(const RuntimeCall& call) { return !TheseCalls<System::remark>::contains(call); }
struct Runtime {
    using Pallets = List<chain::System>;
    using System = chain::System;
};

}  // namespace serinus::frame_system::chain

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::frame_system::chain::SystemConfig>)
SERINUS_EVENTS(serinus::frame_system::chain::Runtime)
SERINUS_RUNTIME(serinus::frame_system::chain::Runtime)

namespace serinus::frame_system {
namespace {

using namespace sdk::test;
using chain::System;

class Choices : public World<chain::Runtime> {};

// Source: frame_system::Config::BaseCallFilter
TEST_F(Choices, CallsThatTheFilterLacksAreForRoot) {
    make_error(signed_by(kAlice), System::remark{{1}}, System::Error::CallFiltered);
    make_ok(signed_by(kAlice), System::remark_with_event{{1}});
    make_ok(root(), System::remark{{1}});
}

// Source: frame_system::Config::OnSetCode
TEST_F(Choices, ANewCodeGoesWhereTheChainWantsIt) {
    make_ok(root(), System::set_code_without_checks{{1, 2}});
    EXPECT_EQ(chain::Announced::code, (Bytes{1, 2}));
    EXPECT_EQ(native::state().find(as_bytes(":code")), nullptr);
    EXPECT_FALSE(saw<System>(System::Event::CodeUpdated{}));
}

// Source: frame_system::Config::Lookup
TEST_F(Choices, OtherAddressesMayNameAccounts) {
    ByteArray<20> bytes{};
    bytes.fill(0xa1);
    EXPECT_EQ(System::lookup({LookupSource::Address20{bytes}}).value(), kAlice);
    EXPECT_EQ(System::lookup(id(kBob)).value(), kBob);
    EXPECT_EQ(System::lookup(nobody()).error(), DispatchError(DispatchError::CannotLookup{}));
}

}  // namespace
}  // namespace serinus::frame_system
