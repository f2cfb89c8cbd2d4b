#include "runtime/sdk/genesis/genesis.hpp"

#include <algorithm>

#include "runtime/sdk/pallet.hpp"

namespace serinus::sdk::genesis {
namespace {

/// "TransactionPayment" is configured as "transactionPayment".
std::string member_of(const PalletDescriptor& pallet) {
    std::string out = pallet.info.name;
    if (out[0] >= 'A' && out[0] <= 'Z') out[0] = static_cast<char>(out[0] - 'A' + 'a');
    return out;
}

/// Configurations of the pallets, in their order; nullptr for those that have none.
class Configurations {
  public:
    Configurations() : configs_(runtime_pallets().size()) {}
    Configurations(const Configurations&) = delete;
    Configurations& operator=(const Configurations&) = delete;
    ~Configurations() {
        for (size_t i = 0; i < configs_.size(); ++i) {
            if (configs_[i]) runtime_pallets()[i]->genesis->destroy(configs_[i]);
        }
    }

    bool read(json::Reader& in, Missing missing) {
        if (in.is_array()) return read_list(in, missing);
        if (!in.begin_object()) return false;
        std::string name;
        while (in.next_member(name)) {
            if (!read_member(in, name, missing)) return false;
        }
        if (in.failed()) return false;
        for (size_t i = 0; i < configs_.size(); ++i) {
            const PalletDescriptor& pallet = *runtime_pallets()[i];
            if (!pallet.genesis || configs_[i]) continue;
            if (missing == Missing::kRefused) return in.fail_behind("missing field `" + member_of(pallet) + "`");
            json::Reader nothing("{}");
            configs_[i] = pallet.genesis->read(nothing, Missing::kDefault);
        }
        return in.finish();
    }

    void build() const {
        for (size_t i = 0; i < configs_.size(); ++i) {
            if (configs_[i]) runtime_pallets()[i]->genesis->build(configs_[i]);
        }
    }

  private:
    /// All configurations in the order of the pallets. Observed: Kusama 1.7.1: serde takes a struct that is written as
    /// an array.
    bool read_list(json::Reader& in, Missing missing) {
        const auto pallets = runtime_pallets();
        const auto has_genesis = [](const PalletDescriptor* pallet) { return pallet->genesis != nullptr; };
        const auto count = static_cast<uint64_t>(std::ranges::count_if(pallets, has_genesis));
        uint64_t at = 0;
        in.begin_array();
        for (size_t i = 0; i < pallets.size(); ++i) {
            if (!has_genesis(pallets[i])) continue;
            if (!in.next_element()) {
                return in.fail_behind("invalid length " + json::decimal(at) +
                                      ", expected struct RuntimeGenesisConfig with " + json::decimal(count) +
                                      " elements");
            }
            configs_[i] = pallets[i]->genesis->read(in, missing);
            if (!configs_[i]) return false;
            ++at;
        }
        if (in.next_element()) return in.fail("trailing characters");
        return in.finish();
    }
    bool read_member(json::Reader& in, const std::string& name, Missing missing) {
        const auto pallets = runtime_pallets();
        for (size_t i = 0; i < pallets.size(); ++i) {
            if (!pallets[i]->genesis || member_of(*pallets[i]) != name) continue;
            if (configs_[i]) return in.fail("duplicate field `" + name + "`");
            configs_[i] = pallets[i]->genesis->read(in, missing);
            return configs_[i] != nullptr;
        }
        std::vector<std::string> names;
        for (const PalletDescriptor* const pallet : pallets) {
            if (pallet->genesis) names.push_back(member_of(*pallet));
        }
        return detail::unknown(in, name, names, in.name_end());
    }

    std::vector<void*> configs_;
};

}  // namespace

std::string default_config() {
    json::Writer out;
    out.begin_object();
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        if (!pallet->genesis) continue;
        out.member(member_of(*pallet));
        pallet->genesis->write_default(out);
    }
    out.end_object();
    return std::move(out).finish();
}

Result<void, std::string> build(std::string_view config, Missing missing) {
    json::Reader in(config);
    Configurations configurations;
    if (!configurations.read(in, missing)) return Err("Invalid JSON blob: " + in.fault());
    configurations.build();
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        put_storage_version(pallet->info.name, pallet->storage_version);
    }
    return {};
}

}  // namespace serinus::sdk::genesis
