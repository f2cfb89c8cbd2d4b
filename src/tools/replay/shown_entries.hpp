/// Entries of a state as JSON, decoded.
#pragma once

#include <boost/json/value.hpp>

#include "tools/replay/replay.hpp"
#include "metadata/shower.hpp"

namespace serinus::fork {

/// nullptr for `metadata`: as hex.
class EntryShower {
  public:
    explicit EntryShower(const metadata::Metadata* metadata);

    /// {"pallet", "item", "keys", "key"}, and "child".
    boost::json::object key(const StateKey& key) const;
    /// null: absent.
    boost::json::value value(const StateKey& key, const std::optional<Bytes>& value) const;
    /// The items that a list got at its end, as a list. nullopt: the entry is no list, or changed in another way.
    std::optional<boost::json::value> appended(const StateKey& key, const Write& write) const;
    /// With "before" and "after", or with "appended" alone: lists such as that of the events grow with each call.
    boost::json::object write(const StateKey& key, const Write& write) const;
    /// "System.Account 5Grw…"
    static std::string name(const boost::json::object& entry);
    /// {"call", "signer"} of an encoded extrinsic, as far as its form is known.
    boost::json::object extrinsic(BytesView extrinsic) const;

  private:
    const metadata::Metadata* metadata_;
    crypto::ss58::Prefix prefix_ = crypto::ss58::kSubstratePrefix;  ///< System.SS58Prefix, if there is one
};

}  // namespace serinus::fork
