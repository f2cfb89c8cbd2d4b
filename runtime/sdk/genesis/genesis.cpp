#include "runtime/sdk/genesis/genesis.hpp"

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

    bool read(json::Reader& in) {
        if (!in.begin_object()) return false;
        std::string name;
        while (in.next_member(name)) {
            if (!read_member(in, name)) return false;
        }
        return in.finish() && add_defaults();
    }

    void build() const {
        for (size_t i = 0; i < configs_.size(); ++i) {
            if (configs_[i]) runtime_pallets()[i]->genesis->build(configs_[i]);
        }
    }

  private:
    bool read_member(json::Reader& in, const std::string& name) {
        const auto pallets = runtime_pallets();
        for (size_t i = 0; i < pallets.size(); ++i) {
            if (!pallets[i]->genesis || member_of(*pallets[i]) != name) continue;
            if (configs_[i]) return in.fail("duplicate field `" + name + "`");
            configs_[i] = pallets[i]->genesis->read(in);
            return configs_[i] != nullptr;
        }
        return in.fail("unknown field `" + name + "`");
    }
    bool add_defaults() {
        const auto pallets = runtime_pallets();
        for (size_t i = 0; i < pallets.size(); ++i) {
            if (!pallets[i]->genesis || configs_[i]) continue;
            json::Reader nothing("{}");
            configs_[i] = pallets[i]->genesis->read(nothing);
        }
        return true;
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

Result<void, std::string> build(std::string_view config) {
    json::Reader in(config);
    Configurations configurations;
    if (!configurations.read(in)) return Err("Invalid JSON blob: " + in.fault());
    configurations.build();
    for (const PalletDescriptor* const pallet : runtime_pallets()) {
        put_storage_version(pallet->info.name, pallet->storage_version);
    }
    return {};
}

}  // namespace serinus::sdk::genesis
