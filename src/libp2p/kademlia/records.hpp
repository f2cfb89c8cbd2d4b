/// Records and providers that peers stored at this node. Both are bounded and forgotten after a time.
/// Spec: libp2p kad-dht
/// Observed: litep2p 0.8, store.rs: the bounds of records; the reference's times of providers
#pragma once

#include <map>

#include "libp2p/kademlia/key.hpp"
#include "libp2p/kademlia/messages.hpp"

namespace serinus::network::kademlia {

using Millis = uint64_t;  ///< monotonic

struct RecordsOptions {
    size_t max_records = 1024;
    size_t max_value_bytes = kMaxValueBytes;
    Millis record_ttl_ms = Millis{36} * 3'600'000;
    size_t max_provider_keys = 10'000;
    size_t max_providers_per_key = 20;
    size_t max_addresses_per_provider = 8;
    Millis provider_ttl_ms = Millis{10} * 3'600'000;
    size_t max_key_bytes = 128;  ///< ours: keys are multihashes or hashes
};

class Records {
  public:
    explicit Records(const PeerId& own, const RecordsOptions& options = {}) : own_(key_of(own)), options_(options) {}

    /// In place of an older one of the same key. False: it is too large, or there is no place for it. When the store is
    /// full, the keys closest to this node stay: others look for them here.
    bool put(Record record, Millis now);
    /// With the time that is left; nullopt: none, or it is over.
    std::optional<Record> find(BytesView key, Millis now) const;
    void remove(BytesView key);

    /// False: as above.
    bool add_provider(BytesView key, const PeerInfo& provider, Millis now);
    std::vector<PeerInfo> providers(BytesView key, Millis now) const;

    /// Forgets expired records and providers.
    void expire(Millis now);
    size_t record_count() const noexcept { return records_.size(); }
    size_t record_bytes() const noexcept;  ///< of the values
    size_t provider_key_count() const noexcept { return providers_.size(); }
    size_t memory_bytes() const noexcept;

  private:
    struct Stored {
        Record record;
        Millis until = 0;
    };
    struct Provider {
        PeerInfo info;
        Millis until = 0;
    };
    /// By the distance of their keys to this node.
    using Place = Key;

    Place place_of(BytesView key) const noexcept { return distance(key_of(key), own_); }
    template <class Map>
    static bool make_room(Map& map, const Place& place, size_t max);

    Key own_;
    RecordsOptions options_;
    std::map<Place, Stored> records_;
    std::map<Place, std::vector<Provider>> providers_;
};

}  // namespace serinus::network::kademlia
