/// Runs one script of the suite.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/json.hpp"
#include "tests/wasm_suite/linker.hpp"

namespace serinus::test {

struct Tally {
    size_t passed = 0;
    std::map<std::string, size_t> excluded;  ///< by reason
    std::vector<std::string> failures;       ///< "file:line: what"
    size_t refusals = 0;                     ///< modules refused as they should be…
    size_t refusals_in_same_words = 0;       ///< …with the reason that the suite states
};

class Runner {
  public:
    /// `folder` holds the JSON of the script and its modules.
    Runner(wasm::Engine& engine, std::string folder, std::string script, Tally& tally)
        : linker_(engine), folder_(std::move(folder)), script_(std::move(script)), tally_(tally) {}

    void run(const Json& commands);

  private:
    struct Outcome {
        enum class Kind : uint8_t { kValue, kTrap, kExcluded } kind = Kind::kValue;
        std::optional<wasm::Raw> value = std::nullopt;
        wasm::TrapCode trap = {};
        std::string reason = {};  ///< kExcluded
    };

    void run_command(const Json& command);
    void define_module(const Json& command);
    void expect_refusal(const Json& command, bool when_linked);
    void expect_value(const Json& command);
    void expect_trap(const Json& command, bool of_stack);
    Outcome perform(const Json& action);

    Bytes module_bytes(const Json& command) const;
    void pass() { ++tally_.passed; }
    void exclude(const std::string& reason) { ++tally_.excluded[reason]; }
    void fail(const std::string& what) {
        tally_.failures.push_back(script_ + ':' + std::to_string(line_) + ": " + what);
    }

    Linker linker_;
    std::string folder_;
    std::string script_;
    Tally& tally_;
    int64_t line_ = 0;

    /// The newest module, or the one of that name; without an instance if it was excluded, for that reason.
    struct Defined {
        std::shared_ptr<wasm::Instance> instance;
        std::string excluded;
    };
    Defined newest_;
    std::map<std::string, Defined> named_;
};

}  // namespace serinus::test
