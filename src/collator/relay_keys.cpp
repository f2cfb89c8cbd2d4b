#include "collator/relay_keys.hpp"

#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"

namespace serinus::collator {
namespace {

/// Of a map whose key is hashed by Twox64Concat.
template <class Key>
Bytes key_in_map(std::string_view pallet, std::string_view item, const Key& key) {
    return concat(metadata::item_prefix(pallet, item), hashing::twox_64_concat(scale::encode(key)));
}

}  // namespace

Bytes ingress_channels_key(ParaId para) { return key_in_map("Hrmp", "HrmpIngressChannelsIndex", para); }
Bytes egress_channels_key(ParaId para) { return key_in_map("Hrmp", "HrmpEgressChannelsIndex", para); }
Bytes channel_key(ParaId sender, ParaId recipient) {
    return key_in_map("Hrmp", "HrmpChannels", std::pair(sender, recipient));
}
Bytes head_key(ParaId para) { return key_in_map("Paras", "Heads", para); }
Bytes babe_authorities_key() { return metadata::item_prefix("Babe", "Authorities"); }
Bytes next_babe_authorities_key() { return metadata::item_prefix("Babe", "NextAuthorities"); }

std::vector<Bytes> relay_keys_for(ParaId para) {
    using metadata::item_prefix;
    return {
        item_prefix("Babe", "AuthorVrfRandomness"),  // of the current block
        item_prefix("Babe", "NextRandomness"),       // of one epoch ago
        item_prefix("Babe", "Randomness"),           // of two epochs ago
        item_prefix("Babe", "CurrentSlot"),
        item_prefix("Configuration", "ActiveConfig"),
        key_in_map("Dmp", "DownwardMessageQueueHeads", para),
        key_in_map("Ump", "RelayDispatchQueueSize", para),  // what older runtimes read in the place of the next one
        concat(as_bytes(":relay_dispatch_queue_remaining_capacity"), scale::encode(para)),
        ingress_channels_key(para),
        egress_channels_key(para),
        key_in_map("Paras", "UpgradeGoAheadSignal", para),
        key_in_map("Paras", "UpgradeRestrictionSignal", para),
        head_key(para),
    };
}

}  // namespace serinus::collator
