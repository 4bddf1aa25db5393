/// Value and advantages to action values: q[action, atom] = value[atom] + advantage[action, atom]
/// minus the advantages' mean over the actions. Source: Wang et al. 2016, equation 9.
struct DuelingOperation: Operation {
  let value: Int
  let advantage: Int
  let output: Int
  let actions: Int
  let atoms: Int
  private var valueWrite = GradientWrite.skip
  private var advantageWrite = GradientWrite.skip

  init(value: Int, advantage: Int, output: Int, actions: Int, atoms: Int) {
    self.value = value
    self.advantage = advantage
    self.output = output
    self.actions = actions
    self.atoms = atoms
  }

  mutating func claimGradients(_ ledger: inout GradientLedger) {
    valueWrite = ledger.claim(value)
    advantageWrite = ledger.claim(advantage)
  }

  func forward(_ pass: Pass) {
    for row in 0..<pass.rows {
      let advantages = pass.values[advantage] + row &* actions &* atoms
      let target = pass.values[output] + row &* actions &* atoms
      for atom in 0..<atoms {
        var sum: Float = 0
        for action in 0..<actions { sum += advantages[action &* atoms &+ atom] }
        let base = pass.values[value][row &* atoms &+ atom] - sum / Float(actions)
        for action in 0..<actions {
          target[action &* atoms &+ atom] = base + advantages[action &* atoms &+ atom]
        }
      }
    }
  }

  func backward(_ pass: Pass) {
    for row in 0..<pass.rows {
      let slope = pass.gradients[output] + row &* actions &* atoms
      for atom in 0..<atoms {
        var sum: Float = 0
        for action in 0..<actions { sum += slope[action &* atoms &+ atom] }
        withUnsafePointer(to: sum) {
          valueWrite.deliver(
            $0, to: pass.gradients[value] + (row &* atoms &+ atom), count: 1, pass.kernels)
        }
        // The slope of the output becomes that of the advantages.
        for action in 0..<actions { slope[action &* atoms &+ atom] -= sum / Float(actions) }
      }
    }
    advantageWrite.deliver(
      pass.gradients[output], to: pass.gradients[advantage],
      count: pass.rows &* actions &* atoms, pass.kernels)
  }
}
