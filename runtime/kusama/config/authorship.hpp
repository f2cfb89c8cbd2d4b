/// Who made a block, and who is told.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/im_online.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/authorship/authorship.hpp"
#include "runtime/pallets/session/session.hpp"

namespace serinus::kusama {

struct AuthorshipConfig {
    static constexpr sdk::PalletInfo kInfo{5, "Authorship"};
    using System = kusama::System;
    using FindAuthor = pallet_session::FindAccountFromAuthorIndex<Session, Babe>;
    using EventHandlers = sdk::List<kusama::Staking, ImOnline>;
};

}  // namespace serinus::kusama
