/// Values of a state that is read.
#pragma once

#include "coretime/chain_values.hpp"
#include "crypto/ss58.hpp"
#include "metadata/metadata.hpp"
#include "state/backend.hpp"

namespace serinus::coretime {

class StateValues final : public ChainValues {
  public:
    /// Ours: a map with more entries is refused.
    static constexpr size_t kMaxEntries = 10'000;

    /// Both must outlive this. `address_prefix`: of the accounts that are shown.
    StateValues(const metadata::Metadata& metadata, state::Backend& state, crypto::ss58::Prefix address_prefix)
        : metadata_(metadata), state_(state), address_prefix_(address_prefix) {}

    bool has_item(std::string_view pallet, std::string_view item) const override;
    Result<boost::json::value, std::string> value(std::string_view pallet, std::string_view item,
                                                  const boost::json::array& keys) override;
    Result<std::vector<Entry>, std::string> entries(std::string_view pallet, std::string_view item) override;
    boost::json::value constant(std::string_view pallet, std::string_view constant) const override;

  private:
    const metadata::Metadata& metadata_;
    state::Backend& state_;
    crypto::ss58::Prefix address_prefix_;
};

}  // namespace serinus::coretime
