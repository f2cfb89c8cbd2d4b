/// The addresses of peers: known ones, those that served, and their form on disk over a restart. No I/O.
#pragma once

#include <functional>
#include <map>
#include <ranges>
#include <string>
#include <vector>

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network {

struct BookOptions {
    size_t max_peers = 8192;
    size_t max_addresses_per_peer = 8;
};

class AddressBook {
  public:
    using Millis = uint64_t;  ///< monotonic
    using PeerId = wire::PeerId;

    /// Ours: a book with the most peers and addresses of usual sizes has about 5 MB.
    static constexpr size_t kMaxEncodedBytes = size_t{16} << 20;

    explicit AddressBook(const BookOptions& options) : options_(options) {}

    /// An address without a peer id. False: it was there, or there is no room. A full book forgets a peer that never
    /// served and that `is_needed` does not speak for.
    bool add(const PeerId& peer, const wire::Multiaddr& address, const std::function<bool(const PeerId&)>& is_needed);
    void on_success(const PeerId& peer, const wire::Multiaddr& address, Millis now);
    void on_failure(const PeerId& peer, const wire::Multiaddr& address);
    /// The address belongs to somebody else: forgotten, unless it served before.
    void on_wrong_peer(const PeerId& peer, const wire::Multiaddr& address);

    /// In the order in which to dial: by last success, then public before private, then by failures.
    std::vector<wire::Multiaddr> addresses(const PeerId& peer) const;
    bool has_served(const PeerId& peer) const;
    bool contains(const PeerId& peer) const { return peers_.contains(peer); }
    bool contains(const PeerId& peer, const wire::Multiaddr& address) const {
        return const_cast<AddressBook*>(this)->find(peer, address) != nullptr;
    }
    auto peers() const { return std::views::keys(peers_); }
    size_t size() const noexcept { return peers_.size(); }
    size_t memory_bytes() const noexcept;

    /// The encoded book for the next run: all peers, those that served first and the latest of them before others, and
    /// which of them are anchors. Within kMaxEncodedBytes; peers that do not fit are left out.
    Bytes encode(const std::vector<PeerId>& anchors) const;
    /// Adds peers of encode(), within the bounds, and gives the anchors. The error is a sentence: the bytes are
    /// not those written; nothing is added then.
    Result<std::vector<PeerId>, std::string> restore(BytesView encoded);

  private:
    struct Address {
        wire::Multiaddr address;
        Millis last_success = 0;  ///< 0: never
        uint32_t failures = 0;    ///< since the last success
    };

    Address* find(const PeerId& peer, const wire::Multiaddr& address);
    static Millis last_success_of(const std::vector<Address>& all) noexcept;

    BookOptions options_;
    std::map<PeerId, std::vector<Address>> peers_;
};

}  // namespace serinus::network
