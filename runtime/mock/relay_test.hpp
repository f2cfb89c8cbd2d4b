/// The fixture of tests in the mock runtime that hosts parachains.
#pragma once

#include "runtime/mock/relay.hpp"
#include "runtime/mock/validators_test.hpp"

namespace serinus::mock::relay {

using mock::account, mock::event, mock::id, mock::kAlice, mock::kBob, mock::kCharlie, mock::kDave, mock::kEve,
    mock::kUnit, mock::nobody, mock::none, mock::root, mock::signed_by;

/// Without a genesis, as that of validators.
class World : public validators::WithoutGenesis<Runtime> {};

}  // namespace serinus::mock::relay
