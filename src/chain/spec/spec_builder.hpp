/// From JSON events to a ChainSpec: knows the format, and nothing about the text.
#pragma once

#include <optional>
#include <set>

#include "chain/spec/chain_spec.hpp"
#include "chain/spec/spec_schema.hpp"

namespace serinus::chain {

/// Takes the events of one document in order. Each returns false once the document is refused; error() says why.
class SpecBuilder {
  public:
    bool on_begin(bool object);
    bool on_end();
    bool on_key(std::string_view key);
    bool on_string(std::string_view text);
    bool on_number(std::string_view digits);
    bool on_bool(bool value);
    bool on_null();

    /// After the last event of a whole document.
    Result<ChainSpec, SpecError> finish();

    const std::optional<SpecError>& error() const noexcept { return error_; }

    /// Where the last event happened: "$.genesis.raw.top[\"0x3a636f6465\"]".
    std::string path() const;

  private:
    /// An object or array that is not closed yet.
    struct Frame {
        Place place;
        bool is_object;
        uint64_t count = 0;                       ///< of elements or keys so far
        std::string key;                          ///< of the value to come, or the last one
        Place value = Place::kOpaque;             ///< where that value stands
        std::set<std::string, std::less<>> keys;  ///< those seen, where the keys are fields
    };

    bool fail(SpecFault fault, std::string reason);
    bool fail_at(std::string path, SpecFault fault, std::string reason);
    std::optional<Place> enter(JsonType type);
    bool leave();
    bool check_complete(const Frame& closed);
    bool keep(Place place, JsonText value);
    bool take_string(Place place, std::string_view text);
    bool take_number(Place place, std::string_view digits);
    bool take_null(Place place);

    std::optional<Bytes> hex(std::string_view text);
    bool take_hex(std::string_view text, Bytes& out);
    bool take_hash(std::string_view text, Hash256& out);
    bool take_name(std::string_view text, std::string& out);
    bool take_pair(StorageMap& map, std::string_view value);
    bool begin_child();
    bool set_genesis(Genesis genesis);
    LightSyncState& light_sync_state();

    ChainSpec spec_;
    std::vector<Frame> frames_;
    std::optional<SpecError> error_;
    bool keeping_ = false;   ///< the text of the value being read
    size_t kept_depth_ = 0;  ///< frames around that value
    Place kept_place_ = Place::kOpaque;
    std::string kept_;
};

}  // namespace serinus::chain
