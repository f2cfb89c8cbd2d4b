/// The messages of the protocol block-announces/1.
/// Spec: defn-block-announce-handshake, defn-block-announce
#pragma once

#include "chain/store/block_store.hpp"
#include "primitives/header.hpp"
#include "protocols/gossip/sync_peers.hpp"

namespace serinus::network::gossip {

struct AnnounceHandshake {
    Role role = Role::kFull;
    chain::BlockId best;
    Hash256 genesis;

    friend bool operator==(const AnnounceHandshake&, const AnnounceHandshake&) = default;
};
Bytes encode(const AnnounceHandshake& handshake);
/// nullopt: malformed. Observed: polkadot-stable2407: the bits of a role are a set in the reference; an authority is
/// always a full node too
std::optional<AnnounceHandshake> decode_announce_handshake(BytesView encoded);

struct Announcement {
    primitives::Header header;
    bool is_best = false;
};
Bytes encode(const Announcement& announcement);
/// nullopt: malformed. Bytes behind the header may be missing, as old peers leave them out.
std::optional<Announcement> decode_announcement(BytesView encoded);

}  // namespace serinus::network::gossip
