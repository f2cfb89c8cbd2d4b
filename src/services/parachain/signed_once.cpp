#include "services/parachain/signed_once.hpp"

#include <algorithm>

#include "platform/log.hpp"
#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

bool SignedOnce::may_sign(BytesView key, BytesView statement) {
    {
        const auto snapshot = store_.snapshot();
        const auto found = snapshot ? (*snapshot)->get(columns::kSigned, key) : Err(snapshot.error());
        if (!found) {
            log::error("parachain",
                       "Nothing is signed, for what was signed before cannot be read: " + found.error().reason);
            return false;
        }
        if (*found) return std::ranges::equal(**found, statement);
    }
    auto batch = store_.batch();
    batch->put(columns::kSigned, key, statement);
    const auto committed = store_.commit(std::move(batch), storage::Durability::kSynced);
    if (!committed) {
        log::error("parachain", "Nothing is signed, for it cannot be noted on the disk: " + committed.error().reason);
    }
    return committed.has_value();
}

}  // namespace serinus::services::paras
