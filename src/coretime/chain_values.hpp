/// Values of a chain by the names that its metadata has for them.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace serinus::coretime {

/// Values are as metadata::Shower shows them. Errors are sentences. One thread.
class ChainValues {
  public:
    struct Entry {
        boost::json::array keys = {};
        boost::json::value value = {};
    };

    virtual ~ChainValues() = default;
    virtual bool has_item(std::string_view pallet, std::string_view item) const = 0;
    /// Of an item that is absent: its default. null: it has none, or the chain has no such item.
    virtual Result<boost::json::value, std::string> value(std::string_view pallet, std::string_view item,
                                                          const boost::json::array& keys = {}) = 0;
    /// Of a map. Empty: also if the chain has no such item.
    virtual Result<std::vector<Entry>, std::string> entries(std::string_view pallet, std::string_view item) = 0;
    /// null: there is none.
    virtual boost::json::value constant(std::string_view pallet, std::string_view constant) const = 0;
};

}  // namespace serinus::coretime
