/// Modules of a script that import from each other and from "spectest".
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "wasm/engine.hpp"

namespace serinus::test {

/// Why a module of a script is not instantiated.
struct LinkFailure {
    enum class Kind : uint8_t {
        kExcluded,  ///< it shares items that our instances cannot share
        kRefused,   ///< wrong or unknown import, segment that does not fit, start function that trapped
    } kind = Kind::kRefused;
    std::string reason;
};

class Linker {
  public:
    explicit Linker(wasm::Engine& engine) : engine_(engine) {}

    Result<std::shared_ptr<wasm::Instance>, LinkFailure> instantiate(Bytes wasm);
    void register_as(const std::string& name, std::shared_ptr<wasm::Instance> instance) {
        registered_[name] = std::move(instance);
    }

    /// Whether the state of an instance may differ from what the script expects, since a module that was excluded would
    /// have written to it, or to one that it imports from.
    bool is_touched(const wasm::Instance* instance) const;

    /// The code of the last trap inside of a function that another instance exports: to the importer it is kHost.
    std::optional<wasm::TrapCode> inner_trap;

  private:
    struct Link {
        Linker* linker;
        wasm::Instance* instance;
        uint32_t function;
    };

    std::optional<LinkFailure> check(const wasm::Module& module, const wasm::Import& import) const;
    std::optional<LinkFailure> check_spectest(const wasm::Module& module, const wasm::Import& import) const;
    wasm::Imports imports();

    wasm::Engine& engine_;
    std::map<std::string, std::shared_ptr<wasm::Instance>, std::less<>> registered_;
    std::vector<std::unique_ptr<Link>> links_;
    std::set<const wasm::Instance*> touched_;
    std::map<const wasm::Instance*, std::set<const wasm::Instance*>> imports_from_;
};

}  // namespace serinus::test
