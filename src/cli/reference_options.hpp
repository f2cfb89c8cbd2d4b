/// Options of the reference node that have no effect here. They are accepted so that its scripts run; their values are
/// checked, and a warning names them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"

namespace serinus::cli {

/// Which of them a command has.
enum class ReferenceOptionGroup : uint8_t {
    kExecution,  ///< caches, database and execution of runtimes
    kNetwork,    ///< peers, addresses, synchronisation, telemetry
    kNode,       ///< other parts of a node
    kTracing,
};

class ReferenceOptions {
  public:
    ReferenceOptions();
    ~ReferenceOptions();

    /// Declares those of a group, in the section "Without effect in this version" of the help. This must outlive the
    /// parsing.
    void declare(Arguments command, ReferenceOptionGroup group);

    /// After the parsing: the options that were given and have no effect, "--db-cache 64". Without those that ask for
    /// what is always so (--no-mdns).
    std::vector<std::string> without_effect() const;
    /// Whether a flag was given, by its name with the dashes.
    bool has_flag(std::string_view name) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::cli
